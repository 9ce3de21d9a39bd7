import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runtimeError } from './errors.mjs';

/**
 * @typedef {(event: unknown, context: object, callback: (error?: unknown, result?: unknown) => void) => unknown} Handler
 */

/**
 * Loads the function that a handler setting such as `api/index.handler` names: the module first, then the export, which
 * may be nested (`index.api.handler`). Looked for as Lambda does: the name itself, `.js`, `.mjs`, `.cjs`.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 *
 * Errors: `Runtime.MalformedHandlerName`, `Runtime.ImportModuleError`, `Runtime.UserCodeSyntaxError`,
 * `Runtime.HandlerNotFound`, or what the module itself throws.
 *
 * @param {string} taskRoot
 * @param {string} setting
 * @returns {Promise<Handler>}
 */
export async function loadHandler(taskRoot, setting) {
  if (setting.includes('..')) {
    const hint = 'Use absolute paths when specifying root directories in handler names.';
    throw runtimeError('Runtime.MalformedHandlerName', `'${setting}' is not a valid handler name. ${hint}`);
  }
  const [, moduleName, exportPath] = /^([^.]*)\.(.+)$/.exec(basename(setting)) ?? [];
  if (moduleName === undefined || exportPath === undefined) {
    throw runtimeError('Runtime.MalformedHandlerName', 'Bad handler');
  }
  const modulePath = join(setting.slice(0, setting.length - basename(setting).length), moduleName);
  const loaded = await loadModule(taskRoot, modulePath);
  const handler = exportPath.split('.').reduce((value, name) => propertyOf(value, name), loaded);
  if (handler === undefined || handler === null) {
    throw runtimeError('Runtime.HandlerNotFound', `${setting} is undefined or not exported`);
  }
  if (typeof handler !== 'function') {
    throw runtimeError('Runtime.HandlerNotFound', `${setting} is not a function`);
  }
  return /** @type {Handler} */ (handler);
}

/**
 * @param {string} taskRoot
 * @param {string} modulePath
 * @returns {Promise<unknown>}
 */
async function loadModule(taskRoot, modulePath) {
  const file = ['', '.js', '.mjs', '.cjs']
    .map((extension) => resolve(taskRoot, modulePath + extension))
    .find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile());
  if (!file) {
    const place = join(process.env.LAMBDA_RUNTIME_DIR ?? '', 'main.mjs');
    throw runtimeError(
      'Runtime.ImportModuleError',
      `Error: Cannot find module '${modulePath}'\nRequire stack:\n- ${place}`,
    );
  }
  try {
    return isModule(file, taskRoot) ? await import(pathToFileURL(file).href) : createRequire(file)(file);
  } catch (error) {
    throw loadingError(error);
  }
}

/**
 * Whether a file is an ES module: by its name, else by the nearest package.json up to the root of the code.
 *
 * @param {string} file
 * @param {string} taskRoot
 * @returns {boolean}
 */
function isModule(file, taskRoot) {
  if (!file.endsWith('.js')) {
    return file.endsWith('.mjs');
  }
  for (let directory = dirname(file); ; directory = dirname(directory)) {
    const packageFile = join(directory, 'package.json');
    if (existsSync(packageFile)) {
      return JSON.parse(readFileSync(packageFile, 'utf8')).type === 'module';
    }
    if (directory === resolve(taskRoot) || directory === dirname(directory)) {
      return false;
    }
  }
}

/**
 * @param {unknown} error
 * @returns {unknown}
 */
function loadingError(error) {
  const code = propertyOf(error, 'code');
  if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
    return runtimeError('Runtime.ImportModuleError', String(error));
  }
  return error instanceof SyntaxError ? runtimeError('Runtime.UserCodeSyntaxError', String(error)) : error;
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown}
 */
function propertyOf(value, name) {
  return value === undefined || value === null ? undefined : /** @type {Record<string, unknown>} */ (value)[name];
}
