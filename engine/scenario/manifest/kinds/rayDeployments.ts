import type { At } from '../manifestReading.ts';
import type { ServeConfig } from './raySchemas.ts';

/** Something of a Ray Serve configuration that has replicas. */
export interface RayDeployment {
  readonly application: string;
  readonly name: string;
  /** In the configuration. */
  readonly at: At;
  readonly replicas: number | 'auto' | undefined;
  readonly autoscaling: unknown;
}

/** All deployments of a configuration: those that it lists, and the models of applications of ray.serve.llm, by their ids. */
function rayDeployments({ applications }: ServeConfig): readonly RayDeployment[] {
  return applications.flatMap(({ name: application = 'default', deployments, args }, a) => {
    const listed = (deployments ?? []).map((each, d) => ({
      application,
      name: each.name,
      at: ['applications', a, 'deployments', d],
      replicas: each.num_replicas ?? undefined,
      autoscaling: each.autoscaling_config ?? undefined,
    }));
    const models = (args?.llm_configs ?? []).flatMap((each, m) => {
      if (typeof each === 'string' || each.deployment_config === undefined) return [];
      const { num_replicas: replicas, autoscaling_config: autoscaling } = each.deployment_config;
      return [
        {
          application,
          name: each.model_loading_config?.model_id ?? `llm_configs.${m}`,
          at: ['applications', a, 'args', 'llm_configs', m, 'deployment_config'],
          replicas: replicas ?? undefined,
          autoscaling: autoscaling ?? undefined,
        },
      ];
    });
    return [...listed, ...models];
  });
}

/** Those whose number Ray Serve’s autoscaler sets. */
export function autoscaledDeployments(config: ServeConfig): readonly RayDeployment[] {
  return rayDeployments(config).filter(
    ({ replicas, autoscaling }) => replicas === 'auto' || autoscaling !== undefined,
  );
}
