// Preloaded into a process of ours (`--import`), of whatever Node: at its end it tells, in the file that
// FLEETCAST_LOAD names, how much CPU and memory it took, with all its threads, and what it loaded: one line of JSON a process.
import { appendFileSync } from 'node:fs';
import module from 'node:module';
import { isMainThread } from 'node:worker_threads';

const modules = [];
// An older Node has none, and loads the launcher only.
module.registerHooks?.({
  load: (url, context, nextLoad) => {
    modules.push(url);
    return nextLoad(url, context);
  },
});
const tell = () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  appendFileSync(
    process.env.FLEETCAST_LOAD,
    `${JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1e3, mostMB: maxRSS / 1024, modules })}\n`,
  );
};
if (isMainThread) process.on('exit', tell);
