/** What a GPU reports on its own: WebGPU does not throw where the error is made, but tells of it later. */
import { told } from '../../../model/sentence';
import { DesignerStop } from '../../errors';

/** Listens to a device from now on. */
export class DeviceReports {
  #first: DesignerStop | undefined;
  #lost: DesignerStop | undefined;

  constructor(device: GPUDevice) {
    device.addEventListener('uncapturederror', (event) => {
      // Else the console would be told as well.
      event.preventDefault();
      this.#first ??= stopOf((event as GPUUncapturedErrorEvent).error);
    });
    void device.lost.then(({ reason, message }) => {
      const said = message.trim();
      this.#lost = new DesignerStop(
        'device-lost',
        told`The GPU was lost (${reason}): ${said === '' ? told`its driver gave no reason` : said}. Profile again; if it is lost again, take a smaller batch, update its driver, or choose another backend.`,
      );
    });
  }

  /** Throws what was reported since the last call; a lost device stays lost. */
  raise(): void {
    const report = this.#lost ?? this.#first;
    this.#first = undefined;
    if (report !== undefined) throw report;
  }
}

function stopOf(error: GPUError): DesignerStop {
  const [reason = ''] = error.message.split('\n');
  // A class of the device's own kind, which only exists once Dawn is loaded.
  if (error instanceof GPUOutOfMemoryError) {
    return new DesignerStop(
      'out-of-memory',
      told`The GPU is out of memory: ${reason} Take a smaller batch, or another backend.`,
    );
  }
  return new DesignerStop(
    'device-failed',
    told`The GPU refused a kernel, so that the results of this step are wrong: ${reason} Choose another backend.`,
  );
}
