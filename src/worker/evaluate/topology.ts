/** Building a model from its saved topology. */
import { told } from '../../model/sentence';
import { DesignerStop, isInstance } from '../errors';
import { type Container, layersPackage } from '../tfjs/library';

/** The topology holds something that tf.layers does not know. */
class TopologyUnsupported extends DesignerStop {
  constructor(reason: string) {
    const unknown = /^Unknown layer: (\w+)/.exec(reason)?.[1];
    super(
      'topology-unsupported',
      unknown === undefined
        ? told`TensorFlow.js cannot build this topology: ${reason}`
        : told`TensorFlow.js has no layer "${unknown}", so it cannot build this topology. Custom layers and operations of Keras exist in Python only: write the model in TypeScript, with a layer class of this name.`,
    );
  }
}

/** @throws DesignerStop when tf.layers cannot build it. */
export async function buildTopology(topology: unknown): Promise<Container> {
  try {
    return await layersPackage.models.modelFromJSON({ modelTopology: topology as never });
  } catch (error) {
    if (isInstance(error, DesignerStop)) throw error;
    throw new TopologyUnsupported(isInstance(error, Error) ? error.message : String(error));
  }
}
