/** How bills name a provider. */
export interface ProviderNames {
  readonly provider: string;
  readonly issuer: string;
  readonly service: string;
}

const NAMES: Readonly<Record<string, ProviderNames>> = {
  aws: {
    provider: 'AWS',
    issuer: 'Amazon Web Services, Inc.',
    service: 'Amazon Elastic Compute Cloud',
  },
  gcp: { provider: 'Google Cloud', issuer: 'Google Cloud', service: 'Compute Engine' },
  azure: { provider: 'Microsoft', issuer: 'Microsoft', service: 'Virtual Machines' },
  oci: { provider: 'Oracle', issuer: 'Oracle', service: 'Compute' },
  nebius: { provider: 'Nebius', issuer: 'Nebius', service: 'Compute' },
};

/** Of a price of the user's own nobody knows whose it is. */
const NOT_NAMED: ProviderNames = { provider: 'Not named', issuer: 'Not named', service: 'GPU compute' };

/** The names of the provider of an instance, `gcp/a3-highgpu-8g/us-central1`; one that is not known goes by its id. */
export function providerOf(instance: string | undefined): ProviderNames {
  const id = instance?.split('/').at(0);
  if (id === undefined || id === '') return NOT_NAMED;
  return NAMES[id] ?? { provider: id, issuer: id, service: 'GPU compute' };
}
