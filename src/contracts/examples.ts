/** What messages and help texts show where people are to write such a thing. */
export const exampleSlug = 'mistral-3-instruct'
export const exampleModelId = 'ollama:llama3.1:8b'
