/** The adapter that a step runs on, and the device on it. */
import { told, type Told } from '../../../model/sentence';
import { DesignerStop } from '../../errors';

const graphics: Partial<Record<NodeJS.Platform, { readonly api: string; readonly remedy: Told }>> =
  {
    linux: {
      api: 'Vulkan',
      remedy: told`Install the GPU's driver with Vulkan and the package libvulkan1 (or vulkan-loader); without a GPU, mesa-vulkan-drivers draws on the processor.`,
    },
    darwin: { api: 'Metal', remedy: told`A Mac without a display may have none.` },
    win32: { api: 'Direct3D 12', remedy: told`Install the GPU's driver.` },
  };

/** `Vulkan`, `Metal`, `Direct3D 12`. */
function graphicsApi(): string {
  return graphics[process.platform]?.api ?? 'WebGPU';
}

/** @throws DesignerStop `adapter-missing`. */
export async function findAdapter(gpu: GPU): Promise<GPUAdapter> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter !== null) return adapter;
  const remedy = graphics[process.platform]?.remedy;
  throw new DesignerStop(
    'adapter-missing',
    remedy === undefined
      ? told`No GPU was found by ${graphicsApi()}. Choose another backend.`
      : told`No GPU was found by ${graphicsApi()}. ${remedy} Or choose another backend.`,
  );
}

/** Limits that tfjs-backend-webgpu wants as high as the adapter has them. */
const wantedLimits = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

/** @throws DesignerStop `device-lost`, also when the device is gone as soon as it is there. */
export async function openDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const features: GPUFeatureName[] = ['timestamp-query', 'bgra8unorm-storage'];
  try {
    return await adapter.requestDevice({
      requiredFeatures: features.filter((feature) => adapter.features.has(feature)),
      requiredLimits: Object.fromEntries(wantedLimits.map((name) => [name, adapter.limits[name]])),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DesignerStop(
      'device-lost',
      told`The GPU could not be opened: ${reason}. Close programs that use it, or choose another backend.`,
    );
  }
}

/** Names that processors give themselves where they draw instead of a GPU. */
const drawnByProcessor = /swiftshader|llvmpipe|lavapipe|softpipe|Microsoft Basic Render|WARP/i;

/** What an adapter says of itself, in the words of the standard. */
interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter: boolean;
}

/** The declarations that tfjs-backend-webgpu brings are older than this field. */
export function infoOf(adapter: GPUAdapter): AdapterInfo & GPUAdapterInfo {
  return Reflect.get(adapter, 'info') as AdapterInfo & GPUAdapterInfo;
}

export interface AdapterFacts {
  /** As its driver names it: `NVIDIA H100 80GB HBM3`. */
  readonly device: string;
  /** `Vulkan, NVIDIA 550.54.15`. */
  readonly driver: string;
  readonly software: boolean;
}

export function factsOf(adapter: GPUAdapter): AdapterFacts {
  const { vendor, architecture, device, description, isFallbackAdapter } = infoOf(adapter);
  const named = [device, `${vendor} ${architecture}`.trim(), 'a GPU without a name'];
  const software =
    isFallbackAdapter ||
    drawnByProcessor.test([vendor, architecture, device, description].join(' '));
  return {
    device: named.find((name) => name !== '') ?? '',
    driver: [graphicsApi(), description].filter((part) => part !== '').join(', '),
    software,
  };
}
