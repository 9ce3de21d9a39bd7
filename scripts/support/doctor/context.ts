import type { MigrationFile } from '../../../bootstrap/migrator/migration';
import type { SynthesisedStack } from '../../../stacks/stack';
import type { NamedDeployment } from '../deployment';
import type { MigrationInvocation } from '../migration-run';
import type { Target } from '../target';

/** What the checks share. What may fail is asked for when it is needed, once, and fails the checks that need it alone. */
export interface DoctorContext {
  deployment: NamedDeployment;
  invocation: MigrationInvocation;
  migrations(): MigrationFile[];
  /** The stacks as this code writes them. */
  stacks(): Promise<SynthesisedStack[]>;
}

/** For the checks that ask AWS, or what stands in for it. */
export interface ReachedContext extends DoctorContext {
  target: Target;
}
