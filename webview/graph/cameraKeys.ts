import type { CameraAction } from '../state/keys';
import type { Camera } from './camera';

/** Moves what is seen, as a key asks for. */
export function moveCamera(camera: Camera, action: CameraAction): void {
  switch (action.type) {
    case 'zoom':
      camera.zoom(action.factor);
      break;
    case 'pan':
      camera.pan(action.x, action.y);
      break;
    case 'fit':
      camera.fit();
      break;
    case 'actualSize':
      camera.actualSize();
      break;
  }
}
