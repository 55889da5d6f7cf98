const TITLES: Readonly<Record<string, string>> = {
  vllm: 'vLLM',
  'tensorrt-llm': 'TensorRT-LLM',
  sglang: 'SGLang',
  neuronx: 'NeuronX',
};

/** What a serving engine is called by its makers; as calibrations name it, where that is not known. */
export function engineTitle(engine: string): string {
  return TITLES[engine] ?? engine;
}
