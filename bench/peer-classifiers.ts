/** Other embedded text classifiers, with their defaults. One that is not installed says so by training to nothing. */

type Labelled = { readonly text: string; readonly topic: string }
type Classify = (text: string) => string | undefined | Promise<string | undefined>

export type Peer = {
  readonly name: string
  /** Absent where the package is not installed. */
  readonly train: (examples: readonly Labelled[]) => Promise<Classify | undefined>
}

/** Loads what bench/package.json may or may not hold; the peers' own types are not needed here. */
async function load<T>(name: string): Promise<T | undefined> {
  try {
    return (await import(name)) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined
    throw error
  }
}

type Natural = {
  readonly default: {
    readonly BayesClassifier: new () => {
      addDocument(text: string, label: string): void
      train(): void
      classify(text: string): string
    }
  }
}

type Wink = {
  readonly default: () => {
    definePrepTasks(tasks: readonly ((text: string) => string[])[]): void
    defineConfig(config: { considerOnlyPresence: boolean; smoothingFactor: number }): void
    learn(text: string, label: string): void
    consolidate(): void
    predict(text: string): string
  }
}

type NlpJs = {
  settings: { autoSave: boolean }
  nluManager: { settings: { log: boolean } }
  addLanguage(locale: string): void
  addDocument(locale: string, text: string, intent: string): void
  train(): Promise<void>
  process(locale: string, text: string): Promise<{ readonly intent: string }>
}

type Container = { use(plugin: unknown): void; get(name: 'nlp'): NlpJs }

const natural: Peer = {
  name: 'natural (Bayes)',
  async train(examples) {
    const found = await load<Natural>('natural')
    if (found === undefined) return undefined
    const classifier = new found.default.BayesClassifier()
    for (const { text, topic } of examples) classifier.addDocument(text, topic)
    classifier.train()
    return (text) => classifier.classify(text)
  },
}

const wink: Peer = {
  name: 'wink-naive-bayes-text-classifier',
  async train(examples) {
    const found = await load<Wink>('wink-naive-bayes-text-classifier')
    if (found === undefined) return undefined
    const classifier = found.default()
    classifier.definePrepTasks([(text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []])
    classifier.defineConfig({ considerOnlyPresence: true, smoothingFactor: 0.5 })
    for (const { text, topic } of examples) classifier.learn(text, topic)
    classifier.consolidate()
    return (text) => classifier.predict(text)
  },
}

const nlpJs: Peer = {
  name: '@nlpjs/nlp',
  async train(examples) {
    const core = await load<{ containerBootstrap(): Promise<Container> }>('@nlpjs/core')
    const nlp = await load<{ Nlp: unknown }>('@nlpjs/nlp')
    const english = await load<{ LangEn: unknown }>('@nlpjs/lang-en')
    if (core === undefined || nlp === undefined || english === undefined) return undefined
    const container = await core.containerBootstrap()
    container.use(nlp.Nlp)
    container.use(english.LangEn)
    const reader = container.get('nlp')
    reader.settings.autoSave = false
    reader.nluManager.settings.log = false
    reader.addLanguage('en')
    for (const { text, topic } of examples) reader.addDocument('en', text, topic)
    await reader.train()
    return async (text) => (await reader.process('en', text)).intent
  },
}

export const peers: readonly Peer[] = [natural, wink, nlpJs]
