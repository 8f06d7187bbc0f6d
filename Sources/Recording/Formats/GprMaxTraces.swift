#if HDF5
  /// The traces of one channel: columns of a merged file, or a file for each of a series of runs.
  ///
  /// gprMax writes run i of `line` into `line1.out`, `line2.out` …, version 4 into `line1.h5` …, and only
  /// version 3 has a tool that merges them. The first of a series stands for all of it.
  struct GprMaxTraces {
    /// Most runs of a series.
    static let maximumRuns = 100_000
    /// Most time steps of a trace.
    static let maximumIterations: Int64 = 262_144

    /// Time steps of a trace.
    let iterations: Int
    /// Traces.
    let count: Int64
    /// Traces that are read at a time.
    let windowCount: Int64
    /// Bytes of a value in the file.
    let elementByteCount: Int
    /// Whether each trace is a file.
    let isSeries: Bool

    private let channel: GprMaxChannels.Channel
    private let dataset: HDF5Dataset
    private let stem: String, ending: String
    private let timeStep: [Double]
    private var window: [Double] = []
    private var held: Range<Int64> = 0..<0

    /// Takes the channel of an opened file, and finds the runs beside it.
    init(
      _ file: HDF5File, channel: GprMaxChannels.Channel, source: ByteSource, notes: ReaderNotes
    ) throws(RecordingError) {
      guard let dataset = try file.dataset(channel.path) else {
        throw notes.refusal(
          field: channel.path, found: "none", expected: "a dataset of floats",
          advice: "another --channel")
      }
      let rows = dataset.rows
      try notes.require(
        (2...Self.maximumIterations).contains(rows), field: channel.path,
        found: "\(rows) values in a trace", expected: "2 to \(Self.maximumIterations)",
        advice: "a shorter #time_window")
      self.channel = channel
      self.dataset = dataset
      iterations = Int(rows)
      elementByteCount = dataset.elementByteCount
      timeStep = try file.numbers("dt")
      (stem, ending) = Self.parts(of: source)
      let runs = dataset.columns == 1 ? Self.runs(stem: stem, ending: ending) : 1
      isSeries = runs > 1
      count = isSeries ? runs : dataset.columns
      let fitting = max(1, Int64(HDF5File.valueLimit) / rows)
      let chunk = dataset.chunkColumns
      // Whole chunks at a time, so that none is unpacked twice.
      let whole = fitting >= chunk ? fitting / chunk * chunk : fitting
      windowCount = min(count, isSeries ? min(whole, 64) : whole)
    }

    /// The values of the traces from `first` on that are held with it: how many, and each by row.
    mutating func load(_ first: Int64) throws(RecordingError) {
      guard !held.contains(first) else { return }
      let start = first / windowCount * windowCount
      let wanted = start..<min(count, start + windowCount)
      held = 0..<0
      if isSeries {
        let size = iterations * wanted.count
        if window.count < size { window = [Double](repeating: 0, count: size) }
        for run in wanted { try loadRun(run, at: Int(run - start), of: wanted.count) }
      } else {
        // The old values go before the new ones come, so that both are never held.
        window = []
        window = try dataset.read(columns: wanted)
      }
      held = wanted
    }

    /// The value of a loaded trace at a time step.
    func value(trace: Int64, row: Int) -> Double {
      window[row * held.count + Int(trace - held.lowerBound)]
    }

    /// Traces that are loaded.
    var loaded: Range<Int64> { held }

    /// The file of a run, from 1; the first is the one that was opened.
    func path(run: Int64) -> String { "\(stem)\(run)\(ending)" }

    private mutating func loadRun(
      _ run: Int64, at column: Int, of columns: Int
    ) throws(RecordingError) {
      let path = path(run: run + 1)
      let file = try HDF5File(ByteSource(path: path))
      let found = try file.dataset(channel.path)
      let step = try file.numbers("dt")
      guard let found, found.rows == Int64(iterations), found.columns == 1, step == timeStep else {
        throw RecordingError(
          .refused, file: path, field: channel.path,
          found: found.map { "\($0.rows) × \($0.columns) values, dt \(step) s" } ?? "none",
          expected: "\(iterations) × 1 with dt \(timeStep) s, as in run 1 of the series",
          advice: "moving the runs of one model into a folder of their own")
      }
      let trace = try found.read(columns: 0..<1)
      for row in 0..<iterations { window[row * columns + column] = trace[row] }
    }

    /// What stands before and behind the number of a first run; both empty where there is none.
    private static func parts(of source: ByteSource) -> (stem: String, ending: String) {
      let name = source.name
      guard source.memory == nil, let dot = name.lastIndex(of: ".") else { return ("", "") }
      let front = name[..<dot]
      // `scan11` is run 11 of `scan`, or run 1 of `scan1`: what is not certain is no series.
      guard front.last == "1", let before = front.dropLast().last, !before.isNumber else {
        return ("", "")
      }
      return (String(front.dropLast()), String(name[dot...]))
    }

    /// How many runs lie there without a gap.
    private static func runs(stem: String, ending: String) -> Int64 {
      guard !stem.isEmpty else { return 1 }
      var runs = 1
      while runs < maximumRuns, Storage.exists("\(stem)\(runs + 1)\(ending)") { runs += 1 }
      return Int64(runs)
    }
  }
#endif
