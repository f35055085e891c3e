/** The Python interpreter that the user selected, where the Python extension is installed. */
import { extensions } from 'vscode';

/** What of the Python extension's API is used (https://github.com/microsoft/vscode-python/wiki). */
interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(): { readonly path: string };
    resolveEnvironment(
      environment: unknown,
    ): Promise<{ readonly executable: { readonly uri?: { readonly fsPath: string } } } | undefined>;
  };
}

function isApi(value: unknown): value is PythonApi {
  return typeof value === 'object' && value !== null && 'environments' in value;
}

/** Its program; undefined where there is no such extension, or nothing was selected. */
export async function selectedInterpreter(): Promise<string | undefined> {
  const extension = extensions.getExtension('ms-python.python');
  if (extension === undefined) return undefined;
  try {
    const api: unknown = await extension.activate();
    if (!isApi(api)) return undefined;
    const { environments } = api;
    const resolved = await environments.resolveEnvironment(environments.getActiveEnvironmentPath());
    return resolved?.executable.uri?.fsPath;
  } catch {
    // Another extension's fault must not keep a profile from being taken.
    return undefined;
  }
}
