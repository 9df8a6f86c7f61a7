// Writes media/report.css, the styles of the risk report inside the editor.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { reportStyles } from '../src/report/formats/html-styles';

writeFileSync(path.resolve('media', 'report.css'), reportStyles);
