import DetectorCore
import Recording

/// Gathers what the report of a coil draws while a replay runs: an object, since frames come to it beside
/// the chain and events behind it.
final class CoilCollector: EventSink {
  /// What a pulse induction's chain was derived to do; nil for a balance.
  private let settings: InductionSettings?
  private let framesPerColumn: Int64
  private let track: SigMFTrack?
  private var sums: [Int64]
  private var inColumn: Int64 = 0
  private var highest: [UInt16] = []
  private var shortest: [UInt16?] = []
  private var sweep = CoilSweep()
  private var lostSoFar: Int64 = 0
  private var finisher: EventFinisher
  private var loops: BalanceLoops?
  private(set) var events: [DetectionEvent] = []
  private(set) var eventsLeftOut = 0
  private(set) var totals: Totals?

  /// Gathers from a recording of so many frames.
  init(_ recording: InductionRecording, chains: ReplayChains) {
    settings = chains.pulse
    if recording.induction.isBalance {
      loops = BalanceLoops(rateMicrohertz: recording.induction.rateMicrohertz)
    }
    track = recording.track
    let frames = recording.induction.frameCount
    let most = Int64(CoilSweep.columnsMax)
    framesPerColumn = max(1, (frames + most - 1) / most)
    sums = [Int64](repeating: 0, count: recording.induction.valueCount)
    sweep.framesPerColumn = framesPerColumn
    sweep.frameCount = frames
    sweep.rateMicrohertz = recording.induction.rateMicrohertz
    finisher = EventFinisher(track: track, chains: chains.count)
  }

  /// Takes a block of frames before the chain does.
  func take(_ frames: Span<Int32>, header: BlockHeader) {
    let gates = sums.count
    let lost = header.sequence - header.index
    if lost - lostSoFar >= EventRow.Style.feltFrames {
      sweep.gaps.append((header.index / framesPerColumn, lost - lostSoFar))
    }
    lostSoFar = max(lost, lostSoFar)
    for frame in 0..<header.count {
      for gate in 0..<gates { sums[gate] += Int64(frames[frame * gates + gate]) }
      loops?.take(
        index: header.index + Int64(frame), inPhase: frames[frame * gates],
        quadrature: frames[frame * gates + 1])
      inColumn += 1
      if inColumn == framesPerColumn { close(sequence: header.sequence + Int64(frame)) }
    }
  }

  func level(_ level: OperatorLevel) throws(RecordingError) {
    guard level.sensor == .induction else { return }
    let column = Int(clamping: level.index / framesPerColumn)
    guard column < CoilSweep.columnsMax + 1 else { return }
    while highest.count <= column {
      highest.append(0)
      shortest.append(nil)
    }
    highest[column] = max(highest[column], level.levelQ8)
    // An overload is an alarm: what could not be heard beside it is no sensitivity.
    guard let reach = level.reachMillimetres, !level.flags.contains(.saturated) else { return }
    shortest[column] = min(shortest[column] ?? .max, reach)
  }

  func emit(_ event: DetectionEvent) throws(RecordingError) {
    guard let finished = finisher.finished(event) else { return }
    if let totals = finished.totals { self.totals = totals }
    loops?.take(finished)
    if events.count < ReportCollector.eventsMax {
      events.append(finished)
    } else {
      eventsLeftOut += 1
    }
  }

  /// The sweep as it was gathered.
  func finished() -> CoilSweep {
    if inColumn > 0 {
      close(sequence: (sweep.columns.last?.sequence ?? 0) + inColumn)
    }
    var result = sweep
    for index in result.columns.indices where index < highest.count {
      result.columns[index].levelQ8 = highest[index]
      result.columns[index].reachMillimetres = shortest[index]
    }
    if let settings {
      result.ground = channels(result.columns, settings)
    } else {
      Self.centre(&result.columns)
      loops?.finish()
      result.loops = loops?.loops(of: events) ?? []
    }
    return result
  }

  private func close(sequence: Int64) {
    let middle = sequence - inColumn / 2
    let time = DeviceTime.microseconds(
      ofSequence: middle, rateMicrohertz: sweep.rateMicrohertz)
    sweep.columns.append(
      CoilSweep.Column(
        bands: bands(), levelQ8: 0, sequence: middle,
        position: track?.position(atMicroseconds: time)))
    for gate in sums.indices { sums[gate] = 0 }
    inColumn = 0
  }

  /// Means of the column: bands in nanovolts, or I and Q in thousandths of a count.
  private func bands() -> [Int64] {
    guard let settings else {
      return sums.map { Int64((Double($0) * 1_000 / Double(inColumn)).rounded()) }
    }
    let earth = sums[sums.count - 1]
    return (0..<settings.bandCount).map { band in
      let gates = settings.gates(ofBand: band)
      let sum = gates.reduce(Int64(0)) { $0 + sums[$1] - earth }
      // Counts to nanovolts: an LSB is in femtovolts.
      let scaled = Double(sum) * Double(settings.description.lsbFemtovolts) / 1e6
      return Int64((scaled / Double(inColumn * Int64(gates.count))).rounded())
    }
  }

  /// Takes from I and Q the median of the sweep, which is what the coils hear of each other.
  private static func centre(_ columns: inout [CoilSweep.Column]) {
    for channel in 0..<(columns.first?.bands.count ?? 0) {
      let sorted = columns.map { $0.bands[channel] }.sorted()
      let median = sorted[sorted.count / 2]
      for place in columns.indices { columns[place].bands[channel] -= median }
    }
  }

  /// The field's ground channels by the ratio that soil of 1/t has in theory.
  private func channels(
    _ columns: [CoilSweep.Column], _ settings: InductionSettings
  ) -> [(name: String, values: [Int64])] {
    [(0, 1), (0, 2), (1, 3)].compactMap { first, second in
      guard second < settings.bandCount, settings.soil[second] != 0 else { return nil }
      let ratio = Double(settings.soil[first]) / Double(settings.soil[second])
      let values = columns.map { column in
        Int64((Double(column.bands[first]) - ratio * Double(column.bands[second])).rounded())
      }
      return ("G\(first + 1)\(second + 1)", values)
    }
  }
}
