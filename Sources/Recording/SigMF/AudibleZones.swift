/// Where on a sweep some body can be heard at all: runs of frames by the device's number.
///
/// A file `NAME.zones.json` beside the collection `NAME`, of the one form
///
///     {"frames": 15000, "audible": [[5208, 9854]]}
///
/// holds them: how many frames the device counted, the lost ones too, and for each run its first frame and
/// the one after its last.
public struct AudibleZones: Equatable, Sendable {
  /// Frames that the device counted.
  public let frameCount: Int64
  /// The runs in rising order; none touches the next.
  public let runs: [Range<Int64>]

  /// What the name of a file of zones ends in.
  public static let ending = ".zones.json"
  /// Bytes of a file at the most.
  public static let maximumBytes = 4_194_304

  /// Makes zones of runs in any order; what overlaps or touches becomes one run, and what lies beyond the
  /// frames is cut off.
  public init(frameCount: Int64, runs: [Range<Int64>]) {
    self.frameCount = frameCount
    var joined: [Range<Int64>] = []
    for run in runs.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      let cut = run.clamped(to: 0..<max(frameCount, 0))
      guard !cut.isEmpty else { continue }
      if let last = joined.last, cut.lowerBound <= last.upperBound {
        joined[joined.count - 1] =
          last.lowerBound..<max(last.upperBound, cut.upperBound)
      } else {
        joined.append(cut)
      }
    }
    self.runs = joined
  }

  /// Whether some body can be heard at a frame.
  public func contains(_ frame: Int64) -> Bool {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].upperBound <= frame { low = middle + 1 } else { high = middle }
    }
    return low < runs.count && runs[low].contains(frame)
  }
}

extension AudibleZones {
  /// Reads the text of a file.
  public init(_ bytes: [UInt8], file: String) throws(RecordingError) {
    let fields = try JSONFields(
      try JSONScanner.parse(bytes, file: file), file: file, place: "zones")
    let known = ["frames", "audible"]
    for member in fields.members where !known.contains(member.key) {
      throw RecordingError(
        .refused, file: file, field: "zones \(member.key)", found: "an unknown key",
        expected: known.joined(separator: " and "))
    }
    guard let frames = try fields.integer("frames", in: 0...Int64.max) else {
      throw fields.refusal("frames", found: "nothing", expected: "how many the device counted")
    }
    guard let list = try fields.array("audible") else {
      throw fields.refusal("audible", found: "nothing", expected: "runs [first, end]")
    }
    var runs: [Range<Int64>] = []
    for (index, item) in list.enumerated() {
      let key = "audible[\(index)]"
      guard case .array(let pair) = item, pair.count == 2 else {
        throw fields.refusal(key, found: item.kindName, expected: "a run [first, end]")
      }
      let first = try fields.integer(pair[0], key, in: (runs.last?.upperBound ?? 0)...frames)
      let end = try fields.integer(pair[1], key, in: first...frames)
      runs.append(first..<end)
    }
    self.init(frameCount: frames, runs: runs)
  }

  /// The text of a file, its newline included.
  public var text: String {
    let list = runs.map { "[\($0.lowerBound), \($0.upperBound)]" }.joined(separator: ", ")
    return "{\"frames\": \(frameCount), \"audible\": [\(list)]}\n"
  }
}

extension SigMFCollection {
  /// Where the zones of this sweep lie, if anybody knows them.
  public var zonesPath: String { path + AudibleZones.ending }

  /// The zones beside it; nil where there are none. Those of another sweep are refused.
  public func audibleZones() throws(RecordingError) -> AudibleZones? {
    guard Storage.exists(zonesPath) else { return nil }
    let zones = try AudibleZones(
      try Storage.contents(of: zonesPath, maximum: AudibleZones.maximumBytes), file: zonesPath)
    guard let coil = induction ?? balance, let last = coil.captures.last else { return zones }
    let counted = last.globalIndex + coil.sampleCount - last.sampleStart
    guard zones.frameCount >= counted else {
      throw RecordingError(
        .refused, file: zonesPath, field: "zones frames", found: "\(zones.frameCount)",
        expected: "at least the \(counted) frames that \(coil.name) counts")
    }
    return zones
  }
}
