// What the contract says with anyOf, and NSwag would make an empty interface of. NSwag puts this under the generated code.
export type ModelSelection = string | null | ModelWithOptions | (string | ModelWithOptions)[];
export type EmbeddingInput = string | string[];
export type FilterValue = string | number | boolean | (string | number | boolean)[];
export type ChatContent = string | null | ChatContentPart[];
export type ChatStop = string | null | string[];
export type ChatToolChoice = string | null | ChatNamedToolChoice;
export type ChatFunctionCallOption = string | null | ChatNamedTool;
export type StreamDelta = string | null | number | boolean;

// NSwag declares it only where the form's schema stands in the operation itself.
export interface FileParameter {
    data: Blob;
    fileName: string;
}
