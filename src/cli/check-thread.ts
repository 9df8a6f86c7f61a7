import { parentPort, workerData } from 'node:worker_threads';
import { Analyser } from '../workspace/analyse';
import { createNodeFiles } from '../workspace/node-files';
import { createNodeSqlReader } from '../workspace/node-postgres';
import { createNodePorts } from '../workspace/node-roots';
import { Project } from '../workspace/project';
import { checkFiles } from './check-files';
import { takeBatches, type ThreadTask } from './check-threads';
import { log } from './output';

/** The second thread of `check`: takes batches beside the first, and hands over all it has when none is left. */
export async function runThread(): Promise<void> {
  const { root, files, options, choices, next } = workerData as ThreadTask;
  const reader = await createNodeSqlReader();
  const onDisk = createNodeFiles(root);
  const ports = createNodePorts(root, {
    history: false,
    log,
    files: { list: () => files, read: (file) => onDisk.read(file) },
  });
  const analyser = new Analyser(new Project(ports, reader, options), ports);
  parentPort?.postMessage(takeBatches(files, next, (batch) => checkFiles(analyser, batch, choices)));
}
