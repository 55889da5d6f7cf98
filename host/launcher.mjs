#!/usr/bin/env node
// The command's door, for whatever Node a machine has (18 or newer). The command line
// itself needs Node 24, which the project brings as a package: a fitting Node runs it in
// this process, any other hands over to the project's own.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FITTING_MAJOR = 24;

const host = dirname(fileURLToPath(import.meta.url));
const root = dirname(host);

if (Number(process.versions.node.split('.')[0]) >= FITTING_MAJOR) {
  const { main } = await import('./cli.ts');
  await main(process.argv.slice(2));
} else {
  runInProjectsNode();
}

function runInProjectsNode() {
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  const node = join(root, 'node_modules', 'node', 'bin', executable);
  if (!existsSync(node)) {
    process.stderr.write(
      `fleetcast needs Node ${FITTING_MAJOR}, and this is ${process.versions.node}. ` +
        `The project brings the right one: run \`npm ci\` in ${root}, then try again.\n`,
    );
    process.exitCode = 1;
    return;
  }
  const child = spawn(node, [join(host, 'cli.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
  const forwarders = new Map();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal's Ctrl-C reaches the child as well; it takes two in quick succession as one.
    const forward = () => child.kill(signal);
    forwarders.set(signal, forward);
    process.on(signal, forward);
  }
  child.on('error', (error) => {
    process.stderr.write(`fleetcast could not start ${node}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    for (const [name, forward] of forwarders) process.off(name, forward);
    if (signal === null) process.exitCode = code ?? 1;
    else process.kill(process.pid, signal);
  });
}
