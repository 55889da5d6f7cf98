import { noClockOrPlace } from './noClockOrPlace.ts';
import { whoMayKnowWhom } from './whoMayKnowWhom.ts';

/** The linter's own plugin, named in .oxlintrc.json (a default export is what the linter asks for). */
export default {
  meta: { name: 'house' },
  rules: { 'who-may-know-whom': whoMayKnowWhom, 'no-clock-or-place': noClockOrPlace },
};
