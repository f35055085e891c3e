/**
 * The TensorFlow that is fetched where the user has none: wheels of PyPI, of which two libraries are kept. A wheel
 * is a zip file whatever the Python is that unpacks it, so one of each platform is enough.
 */

export interface Wheel {
  readonly package: string;
  readonly version: string;
  /** What the wheel is for, in the words of pip's options. */
  readonly python: string;
  readonly platform: string;
  readonly sha256: string;
  /** Of the wheel itself. */
  readonly downloadBytes: number;
  /** Of what is kept of it. */
  readonly keptBytes: number;
}

const version = '2.21.0';

/** By `platform-arch`. Windows' wheel keeps everything in a library that wants Python's. */
const wheels: Readonly<Record<string, Wheel>> = {
  'linux-x64': {
    package: 'tensorflow-cpu',
    version,
    python: '3.11',
    platform: 'manylinux_2_27_x86_64',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    downloadBytes: 273_829_956,
    keptBytes: 853_308_936,
  },
};

/** The wheel for a platform; undefined where none has a library that the binding can use. */
export function wheelFor(platform = `${process.platform}-${process.arch}`): Wheel | undefined {
  return wheels[platform];
}

/** What the binding is linked with, by their names in the wheel's folder `tensorflow`; none where it cannot be. */
export function libraryNames(platform: NodeJS.Platform = process.platform): readonly string[] {
  if (platform === 'linux') return ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
  if (platform === 'darwin') {
    return ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'];
  }
  return [];
}
