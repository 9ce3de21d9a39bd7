import path from 'node:path';
import type { BuildResult, Metafile } from 'esbuild';

type Result = BuildResult<{ metafile: true; write: false }>;

/**
 * The modules of a build that the entry file leads to, as the zip has them, with their source maps where there are some.
 * esbuild also writes what is imported by `import()` from code that it has left out.
 */
export function outputFilesOf({ metafile, outputFiles }: Result): Record<string, Uint8Array> {
  const contents = new Map(outputFiles.map((file) => [path.basename(file.path), file.text]));
  const modules = reachableModules(metafile);
  const names = stableNames(modules);
  const rename = (text: string) => text.replace(PART, (name) => names.get(name) ?? name);
  const files = modules.flatMap((module): [string, string][] => {
    const banner = bannerFor(metafile, module);
    const sourceMap = contents.get(`${module}.map`);
    return [
      [module, banner + contents.get(module)],
      ...(sourceMap === undefined ? [] : [[`${module}.map`, moveDown(sourceMap, banner)] as [string, string]]),
    ];
  });
  return Object.fromEntries(files.map(([name, text]) => [rename(name), Buffer.from(rename(text))]));
}

/** The names of the modules that the entry file leads to, itself the first, in the order of their imports. */
export function reachableModules({ outputs }: Metafile): string[] {
  const modules = ['index.mjs'];
  for (const module of modules) {
    const imported = outputs[module]?.imports.filter(({ external }) => !external).map(({ path }) => path) ?? [];
    modules.push(...new Set(imported.filter((name) => !modules.includes(name))));
  }
  return modules;
}

/** What esbuild names the modules beside the entry file's: 8 characters of a hash. */
export const PART_NAMES = 'part-[hash]';
const PART = /part-[A-Z0-9]{8}\.mjs/g;

/**
 * Numbers in the place of esbuild's hashes, which follow from the files' paths and so differ where node_modules is a link to
 * another folder. They are as long as the hashes, so that columns in a source map stay true.
 */
const stableNames = (modules: string[]): Map<string, string> =>
  new Map(modules.slice(1).map((module, index) => [module, `part-${String(index + 1).padStart(8, '0')}.mjs`]));

/**
 * A CommonJS package that calls `require` for a module of Node finds none in an ECMAScript module: one is made for it,
 * only where esbuild left such a call, because making it costs a cold start time.
 */
function bannerFor({ outputs }: Metafile, module: string): string {
  if (!outputs[module]?.imports.some(({ kind }) => kind === 'require-call')) return '';
  return "import{createRequire}from'node:module';const require=createRequire(import.meta.url);\n";
}

/** A source map of the same code below a banner. Each semicolon of its mappings is the end of a line. */
function moveDown(sourceMap: string, banner: string): string {
  const { mappings, ...rest } = JSON.parse(sourceMap);
  return JSON.stringify({ ...rest, mappings: ';'.repeat(banner.split('\n').length - 1) + mappings });
}
