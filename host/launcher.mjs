#!/usr/bin/env node
// The command's door, for whatever Node a machine has (18 or newer). The command line itself needs Node 24, which
// the project brings as a package by platform: a fitting Node runs it in this process, any other hands over to the
// project's own, which comes through this door again.
import { spawn } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FITTING_MAJOR, isFitting, PROJECT, projectNode } from './node/projectNode.mjs';

if (isFitting) {
  keepCompiled();
  const { main } = await import('./cli.ts');
  await main(process.argv.slice(2));
} else {
  runInProjectsNode();
}

/**
 * Keeps what Node compiles, for the next start and for worker threads: a third of the time of a small command.
 * It stands in a folder of the packages' owner, for the owner alone: who may write there may write the code itself.
 */
function keepCompiled() {
  // Somebody has chosen a place, and Node keeps it there already.
  if (process.env.NODE_COMPILE_CACHE !== undefined) return;
  const packages = join(PROJECT, 'node_modules');
  const directory = join(packages, '.cache', 'fleetcast');
  try {
    // Windows has no such numbers, and says 0.
    if (statSync(packages).uid !== (process.getuid?.() ?? 0)) return;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    module.enableCompileCache(directory);
    // Where worker threads look.
    process.env.NODE_COMPILE_CACHE = directory;
  } catch {
    // Without packages, or room to write, a start takes as long as the first.
  }
}

function runInProjectsNode() {
  const node = projectNode();
  if (node === undefined) {
    process.stderr.write(
      `fleetcast needs Node ${FITTING_MAJOR}, and this is ${process.versions.node}. ` +
        `The project brings the right one: run \`npm ci\` in ${PROJECT}, then try again.\n`,
    );
    process.exitCode = 1;
    return;
  }
  const launcher = fileURLToPath(import.meta.url);
  const child = spawn(node, [launcher, ...process.argv.slice(2)], { stdio: 'inherit' });
  const forwarders = new Map();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal's Ctrl-C reaches the child as well; it takes two in quick succession as one.
    const forward = () => child.kill(signal);
    forwarders.set(signal, forward);
    process.on(signal, forward);
  }
  child.on('error', (error) => {
    process.stderr.write(`fleetcast could not start ${node} (${error.code}).\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    for (const [name, forward] of forwarders) process.off(name, forward);
    if (signal === null) process.exitCode = code ?? 1;
    else process.kill(process.pid, signal);
  });
}
