namespace Opper.TypeCorpus.FSharp

open System.Collections.Generic
open System.Text.Json.Serialization

type Reading =
    { Name: string
      Value: float
      Note: string option
      Count: int option
      Span: System.TimeSpan voption }

[<Struct>]
type Spot = { X: int; Y: int64 voption }

[<CLIMutable>]
type Row =
    { [<JsonPropertyName("the key")>]
      Key: string
      Cells: List<int> }

type Report =
    { Readings: Reading list
      Best: Reading option
      Notes: string option list
      ByName: Map<string, Spot>
      Kinds: Set<int>
      Rows: Row array
      Next: Report option }

type Wrapper<'T> = { Item: 'T; Maybe: 'T option }

type Figure =
    | Disc of float
    | Box of float * float

type Drawing = { Title: string; Figures: Figure list }
