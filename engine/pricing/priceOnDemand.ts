/** What prices of other kinds of capacity read of a pool's price on demand. */
export interface PriceOnDemand {
  readonly unit: string;
  readonly gpusPerUnit: number;
  readonly unitPrice: number;
  readonly listUnitPrice?: number;
  readonly instance?: string;
  readonly source: string;
}
