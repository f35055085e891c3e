/** What tfjs-node's backend sees as its protocol buffers, which only TensorBoard's summaries need. */
export {};
