/**
 * The TensorFlow that is fetched where the user has none: wheels of PyPI, of which the libraries are kept. A wheel is a
 * zip file whatever the Python is that unpacks it, so those for one version of Python do.
 */

/** What a library can compute on. */
export const libraryKinds = ['cpu', 'cuda'] as const;

export type LibraryKind = (typeof libraryKinds)[number];

export interface Wheel {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
}

export interface LibraryBuild {
  readonly version: string;
  readonly kind: LibraryKind;
  readonly wheels: readonly Wheel[];
  /** What the wheels are for, in the words of pip's options. */
  readonly python: string;
  readonly platforms: readonly string[];
  /** Of the wheels together. */
  readonly downloadBytes: number;
  /** Of what is kept of them. */
  readonly keptBytes: number;
}

const version = '2.21.0';
const python = '3.11';

/** What `tensorflow[and-cuda]` requires of NVIDIA, as pip resolves it. */
const cuda: readonly Wheel[] = [
  {
    name: 'nvidia-cublas-cu12',
    version: '12.9.3.13',
    sha256: 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
  },
  {
    name: 'nvidia-cuda-cupti-cu12',
    version: '12.8.90',
    sha256: 'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182',
  },
  {
    name: 'nvidia-cuda-nvcc-cu12',
    version: '12.9.86',
    sha256: '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0',
  },
  {
    name: 'nvidia-cuda-nvrtc-cu12',
    version: '12.9.86',
    sha256: '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
  },
  {
    name: 'nvidia-cuda-runtime-cu12',
    version: '12.9.79',
    sha256: '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
  },
  {
    name: 'nvidia-cudnn-cu12',
    version: '9.28.0.42',
    sha256: '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
  },
  {
    name: 'nvidia-cufft-cu12',
    version: '11.4.1.4',
    sha256: 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
  },
  {
    name: 'nvidia-curand-cu12',
    version: '10.3.10.19',
    sha256: '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e',
  },
  {
    name: 'nvidia-cusolver-cu12',
    version: '11.7.5.82',
    sha256: '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
  },
  {
    name: 'nvidia-cusparse-cu12',
    version: '12.5.10.65',
    sha256: '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
  },
  {
    name: 'nvidia-nccl-cu12',
    version: '2.32.3',
    sha256: 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c',
  },
  {
    name: 'nvidia-nvjitlink-cu12',
    version: '12.9.86',
    sha256: 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
  },
];

/** By `platform-arch kind`. Windows' wheel keeps everything in a library that wants Python's. */
const builds: Readonly<Record<string, LibraryBuild>> = {
  'linux-x64 cpu': {
    version,
    kind: 'cpu',
    wheels: [
      {
        name: 'tensorflow-cpu',
        version,
        sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
      },
    ],
    python,
    platforms: ['manylinux_2_27_x86_64'],
    downloadBytes: 273_829_956,
    keptBytes: 853_308_936,
  },
  'linux-x64 cuda': {
    version,
    kind: 'cuda',
    wheels: [
      {
        name: 'tensorflow',
        version,
        sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
      },
      ...cuda,
    ],
    python,
    platforms: [
      'manylinux_2_27_x86_64',
      'manylinux_2_17_x86_64',
      'manylinux_2_12_x86_64',
      'manylinux2014_x86_64',
      'manylinux2010_x86_64',
    ],
    downloadBytes: 3_379_082_848,
    keptBytes: 5_592_946_408,
  },
  'linux-arm64 cpu': {
    version,
    kind: 'cpu',
    wheels: [
      {
        name: 'tensorflow',
        version,
        sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
      },
    ],
    python,
    platforms: ['manylinux_2_27_aarch64'],
    downloadBytes: 281_828_020,
    keptBytes: 883_062_208,
  },
  'darwin-arm64 cpu': {
    version,
    kind: 'cpu',
    wheels: [
      {
        name: 'tensorflow',
        version,
        sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
      },
    ],
    python,
    platforms: ['macosx_12_0_arm64'],
    downloadBytes: 223_405_849,
    keptBytes: 740_805_624,
  },
};

/** What is fetched for a platform; undefined where there is no library that the binding can use. */
export function libraryBuild(
  kind: LibraryKind,
  platform = `${process.platform}-${process.arch}`,
): LibraryBuild | undefined {
  return builds[`${platform} ${kind}`];
}

/** What the binding is linked with, by their names in the wheel's folder `tensorflow`; none where it cannot be. */
export function libraryNames(platform: NodeJS.Platform = process.platform): readonly string[] {
  if (platform === 'linux') return ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
  if (platform === 'darwin') {
    return ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'];
  }
  return [];
}

/**
 * The files of the wheels that are kept, as expressions of Python on their paths. TensorFlow looks for CUDA's libraries
 * in the folder `nvidia` beside its own, where pip puts them.
 */
export const keptFiles: readonly string[] = [
  String.raw`tensorflow/libtensorflow_(cc|framework)\.`,
  String.raw`nvidia/[^/]+/lib/[^/]+\.so`,
  'nvidia/cuda_nvcc/(bin/ptxas$|nvvm/libdevice/)',
];
