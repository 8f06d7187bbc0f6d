/// The files that an instrument leaves beside a DZT: DZG with positions, DZX with units and marks.
public struct DZTSideFiles {
  /// Positions; `nil` without.
  public var dzg: ByteSource?
  /// Units and user marks; `nil` without.
  public var dzx: ByteSource?

  /// Takes the side files as they are.
  public init(dzg: ByteSource? = nil, dzx: ByteSource? = nil) {
    self.dzg = dzg
    self.dzx = dzx
  }

  /// Looks for side files of the same name, the ending in either case; a pipe has none.
  init(beside source: ByteSource) {
    guard !source.isStream, let dot = source.name.lastIndex(of: ".") else { return }
    let stem = source.name[..<dot]
    func first(_ endings: [String]) -> ByteSource? {
      endings.lazy.compactMap { ending in try? ByteSource(path: "\(stem).\(ending)") }
        .first { !$0.isStream }
    }
    dzg = first(["DZG", "dzg", "Dzg"])
    dzx = first(["DZX", "dzx", "Dzx"])
  }
}
