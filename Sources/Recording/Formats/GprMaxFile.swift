#if HDF5
  public import DetectorCore

  /// Traces of gprMax 3 and 4: one run, a merged line, or the first of a series of runs.
  ///
  /// What the reader promises: time is along the first dimension, which Iterations must confirm; the interval
  /// is the time step, held against the grid's stability limit; the spacing is that of source and receiver,
  /// in cells. Fields are floats and become whole numbers by a stated power of two. Traces of over 4,096
  /// time steps are averaged down to fewer, with a warning.
  public struct GprMaxFile: RadarFile {
    /// `gprMax`.
    public let formatName = "gprMax"
    /// The file as the caller named it.
    public let path: String
    /// Shape, timing and geometry, in integers.
    public let description: RadarDescription
    /// What the attributes say, one by one.
    public let facts: [RecordingFact]
    /// What a person should know before trusting the rest.
    public let warnings: [RecordingWarning]
    /// Components of all receivers.
    public let channelCount: Int
    /// The component and receiver that is read.
    public let channel: Int
    /// Runs that were merged, or files of the series.
    public let traceCount: Int64?
    /// None.
    public let marks: [TraceMark] = []
    /// None.
    public let positions: [TracePosition] = []
    /// None.
    public let annotations: [RecordingAnnotation] = []

    /// Power of two by which the field was multiplied.
    package var scaleShift: Int { scale.shift }

    private let stride: Int
    private let scale: SampleScale
    private var traces: GprMaxTraces
    private var next: Int64 = 0

    /// Opens a file, or its bytes.
    public init(
      source: ByteSource, options: RadarFileOptions = RadarFileOptions()
    ) throws(RecordingError) {
      let opening = try GprMaxOpening(source: source, options: options)
      path = source.name
      description = opening.description
      facts = opening.notes.facts
      warnings = opening.notes.warnings
      channelCount = opening.channels.all.count
      channel = opening.channel
      traces = opening.traces
      traceCount = opening.traces.count
      scale = opening.scale
      stride = opening.stride
    }

    /// Fills `block` with whole traces.
    public mutating func read(
      into block: inout MutableSpan<Int32>
    ) throws(RecordingError) -> BlockHeader {
      let samples = Int(description.samplesPerTrace)
      precondition(block.count >= samples, "a block holds at least one whole trace")
      guard next < traces.count else { return BlockHeader(count: 0, index: next, sequence: next) }
      try traces.load(next)
      let whole = min(block.count / samples, Int(traces.loaded.upperBound - next))
      var header = BlockHeader(count: whole, index: next, sequence: next)
      for trace in 0..<whole {
        for sample in 0..<samples {
          let value = Self.sample(sample, of: next + Int64(trace), in: traces, stride: stride)
          let scaled = scale.apply(value)
          block[trace * samples + sample] = scaled.value
          if scaled.isClipped { header.flags.insert(.clipped) }
        }
      }
      next += Int64(whole)
      return header
    }

    /// The first trace of the next block is the first trace of the file again.
    public mutating func rewind() throws(RecordingError) { next = 0 }

    /// A sample of a loaded trace: the mean of the time steps that become it.
    static func sample(
      _ sample: Int, of trace: Int64, in traces: GprMaxTraces, stride: Int
    ) -> Double {
      guard stride > 1 else { return traces.value(trace: trace, row: sample) }
      var sum = 0.0
      for step in 0..<stride { sum += traces.value(trace: trace, row: sample * stride + step) }
      return sum / Double(stride)
    }
  }
#endif
