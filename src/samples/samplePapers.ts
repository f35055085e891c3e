/** What the samples in `media/models` are called, and the papers that they follow. */

export type SampleGroup =
  | 'Residual networks'
  | 'Gated, dense and long skips'
  | 'Inverted residuals and after'
  | 'Attention and recurrence'
  | 'Without skips';

/** One file of `media/models`. */
export interface SamplePaper {
  readonly group: SampleGroup;
  /** First authors, title, venue and year. */
  readonly paper: string;
  /** Entry expression → name of the network. */
  readonly titles: Readonly<Record<string, string>>;
}

const deepResidual = 'He et al., Deep Residual Learning for Image Recognition, CVPR 2016';
const preActivation = 'He et al., Identity Mappings in Deep Residual Networks, ECCV 2016';

function cifar(suffix: string, option: string): Readonly<Record<string, string>> {
  const depths = [20, 32, 44, 56, 110, 1202];
  return Object.fromEntries(
    depths.map((depth) => [`resnet${depth}${suffix}()`, `ResNet-${depth} for CIFAR, ${option}`]),
  );
}

/** File name → what it holds, in the order in which the groups are offered. */
export const samplePapers: Readonly<Record<string, SamplePaper>> = {
  'resnet34.ts': {
    group: 'Residual networks',
    paper: deepResidual,
    titles: { 'resnet18()': 'ResNet-18', 'resnet34()': 'ResNet-34' },
  },
  'resnet50.ts': {
    group: 'Residual networks',
    paper: deepResidual,
    titles: {
      'resnet50()': 'ResNet-50 (v1.5)',
      'resnet101()': 'ResNet-101 (v1.5)',
      'resnet152()': 'ResNet-152 (v1.5)',
    },
  },
  'resnet50-v1.ts': {
    group: 'Residual networks',
    paper: deepResidual,
    titles: {
      'resnet50v1()': 'ResNet-50 v1',
      'resnet101v1()': 'ResNet-101 v1',
      'resnet152v1()': 'ResNet-152 v1',
    },
  },
  'resnet-v2.ts': {
    group: 'Residual networks',
    paper: preActivation,
    titles: {
      'resnet18v2()': 'ResNet-18 v2',
      'resnet34v2()': 'ResNet-34 v2',
      'resnet50v2()': 'ResNet-50 v2',
      'resnet101v2()': 'ResNet-101 v2',
      'resnet152v2()': 'ResNet-152 v2',
    },
  },
  'resnet-cifar.ts': {
    group: 'Residual networks',
    paper: deepResidual,
    titles: cifar('', 'projections'),
  },
  'resnet-cifar-a.ts': {
    group: 'Residual networks',
    paper: deepResidual,
    titles: cifar('a', 'zero padding'),
  },
  'wide-resnet.ts': {
    group: 'Residual networks',
    paper: 'Zagoruyko and Komodakis, Wide Residual Networks, BMVC 2016',
    titles: { 'wideResnet28x10()': 'Wide ResNet-28-10' },
  },
  'resnext50.ts': {
    group: 'Residual networks',
    paper: 'Xie et al., Aggregated Residual Transformations for Deep Neural Networks, CVPR 2017',
    titles: { 'resnext50()': 'ResNeXt-50 (32×4d)' },
  },
  'se-resnet50.ts': {
    group: 'Residual networks',
    paper: 'Hu et al., Squeeze-and-Excitation Networks, CVPR 2018',
    titles: { 'seResnet50()': 'SE-ResNet-50' },
  },
  'stochastic-depth.ts': {
    group: 'Residual networks',
    paper: 'Huang et al., Deep Networks with Stochastic Depth, ECCV 2016',
    titles: { 'stochasticDepth110()': 'ResNet-110 with stochastic depth' },
  },
  'alphago-zero.ts': {
    group: 'Residual networks',
    paper: 'Silver et al., Mastering the game of Go without human knowledge, Nature 550, 2017',
    titles: {
      'alphaGoZeroTower()': 'AlphaGo Zero, tower',
      'alphaGoZero()': 'AlphaGo Zero, tower and heads',
    },
  },
  'highway.ts': {
    group: 'Gated, dense and long skips',
    paper: 'Srivastava et al., Training Very Deep Networks, NIPS 2015',
    titles: {
      'highwayDense()': 'Highway network, dense',
      'highwayConv()': 'Highway network, convolutional',
    },
  },
  'densenet.ts': {
    group: 'Gated, dense and long skips',
    paper: 'Huang et al., Densely Connected Convolutional Networks, CVPR 2017',
    titles: {
      'densenet121()': 'DenseNet-121',
      'densenet169()': 'DenseNet-169',
      'densenet201()': 'DenseNet-201',
    },
  },
  'unet.ts': {
    group: 'Gated, dense and long skips',
    paper:
      'Ronneberger et al., U-Net: Convolutional Networks for Biomedical Image Segmentation, MICCAI 2015',
    titles: { 'unet()': 'U-Net' },
  },
  'mobilenet-v2.ts': {
    group: 'Inverted residuals and after',
    paper: 'Sandler et al., MobileNetV2: Inverted Residuals and Linear Bottlenecks, CVPR 2018',
    titles: { 'mobilenetV2()': 'MobileNetV2' },
  },
  'efficientnet-b0.ts': {
    group: 'Inverted residuals and after',
    paper:
      'Tan and Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, ICML 2019',
    titles: { 'efficientnetB0()': 'EfficientNet-B0' },
  },
  'convnext-tiny.ts': {
    group: 'Inverted residuals and after',
    paper: 'Liu et al., A ConvNet for the 2020s, CVPR 2022',
    titles: { 'convnextTiny()': 'ConvNeXt-T' },
  },
  'bert.ts': {
    group: 'Attention and recurrence',
    paper:
      'Devlin et al., BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding, NAACL 2019',
    titles: { 'bertBase()': 'BERT-base' },
  },
  'gpt2.ts': {
    group: 'Attention and recurrence',
    paper: 'Radford et al., Language Models are Unsupervised Multitask Learners, 2019',
    titles: { 'gpt2Small()': 'GPT-2 small' },
  },
  'evoformer.ts': {
    group: 'Attention and recurrence',
    paper:
      'Jumper et al., Highly accurate protein structure prediction with AlphaFold, Nature 596, 2021',
    titles: { 'evoformerBlock()': 'Evoformer block of AlphaFold 2' },
  },
  'alphastar-torso.ts': {
    group: 'Attention and recurrence',
    paper:
      'Vinyals et al., Grandmaster level in StarCraft II using multi-agent reinforcement learning, Nature 575, 2019',
    titles: { 'alphaStarTorso()': 'Torso of AlphaStar' },
  },
  'lstm.ts': {
    group: 'Attention and recurrence',
    paper: 'Zaremba et al., Recurrent Neural Network Regularization, 2014',
    titles: { 'lstmLanguageModel()': 'LSTM language model' },
  },
  'plain.ts': {
    group: 'Without skips',
    paper: deepResidual,
    titles: { 'plain18()': 'Plain-18', 'plain34()': 'Plain-34' },
  },
  'plain-cifar.ts': {
    group: 'Without skips',
    paper: deepResidual,
    titles: { 'plain20()': 'Plain-20 for CIFAR', 'plain56()': 'Plain-56 for CIFAR' },
  },
  'alexnet.ts': {
    group: 'Without skips',
    paper: 'Krizhevsky, One weird trick for parallelizing convolutional neural networks, 2014',
    titles: { 'alexnet()': 'AlexNet' },
  },
  'vgg19.ts': {
    group: 'Without skips',
    paper:
      'Simonyan and Zisserman, Very Deep Convolutional Networks for Large-Scale Image Recognition, ICLR 2015',
    titles: { 'vgg16()': 'VGG-16', 'vgg19()': 'VGG-19' },
  },
  'inception-v1.ts': {
    group: 'Without skips',
    paper: 'Szegedy et al., Going Deeper with Convolutions, CVPR 2015',
    titles: { 'inceptionV1()': 'Inception v1 (GoogLeNet)' },
  },
};
