import path from 'node:path';
import { localPaths } from '../../../../local/paths';

/** Loaded ahead of a program of this repository, lets it keep its state in the folder LOCAL_FOLDER and not in `.local/`. */
localPaths.awsState = path.join(process.env.LOCAL_FOLDER ?? '', 'aws');
