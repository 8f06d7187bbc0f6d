#if HDF5
  import DetectorCore

  /// Everything that is settled while a file of gprMax is opened.
  struct GprMaxOpening {
    /// Windows of traces that are looked at before a long line is only sampled.
    static let lookedAtWindows: Int64 = 2
    /// How many times stronger another component must be before it is spoken of.
    static let strongerBy = 10.0

    private(set) var notes: ReaderNotes
    private(set) var channels: GprMaxChannels
    private(set) var channel: Int
    private(set) var traces: GprMaxTraces
    private(set) var scale = SampleScale()
    private(set) var description: RadarDescription
    /// Time steps that become one sample.
    let stride: Int
    private let file: HDF5File
    private let grid: GprMaxGrid

    init(source: ByteSource, options: RadarFileOptions) throws(RecordingError) {
      try options.validate(file: source.name)
      var notes = ReaderNotes(file: source.name)
      file = try HDF5File(source)
      let (hasReceivers, dt) = (try file.exists("/rxs"), try file.numbers("dt"))
      try notes.require(
        hasReceivers && !dt.isEmpty, field: "attributes",
        found: "an HDF5 file without gprMax's dt or /rxs",
        expected: "output of gprMax 3 or 4, single or merged",
        advice: "h5ls -v, which shows what the file holds")
      grid = try GprMaxGrid(file)
      channels = try GprMaxChannels(file, notes: &notes)
      channel = try channels.choose(options.channel, notes: &notes)
      traces = try GprMaxTraces(
        file, channel: channels.all[channel], source: source, notes: notes)
      let most = Int(RadarDescription.maximumSamplesPerTrace)
      stride = (traces.iterations + most - 1) / most
      description = RadarDescription(
        samplesPerTrace: Int32(traces.iterations / stride), sampleIntervalFemtoseconds: 0)
      self.notes = notes
      try judgeShape()
      try takeScale()
      try describe(options)
      try judgeComponent()
      try noteFacts()
    }

    private mutating func judgeShape() throws(RecordingError) {
      let (rows, said) = (Double(traces.iterations), grid.iterations)
      if let said, said != rows {
        try notes.require(
          said != Double(traces.count), field: "Iterations",
          found: "\(DecimalText.text(said)), for \(traces.iterations) × \(traces.count) values",
          expected: "time along the first dimension, traces along the second",
          advice: "a copy with the two dimensions exchanged")
        notes.warn(
          field: "Iterations",
          found: "\(DecimalText.text(said)), where traces have \(traces.iterations) values",
          assumed: "traces are as long as their values")
      }
      if said == nil {
        notes.warn(
          field: "Iterations", found: "none, though gprMax writes it",
          assumed: "traces are as long as their \(traces.iterations) values")
      }
      if traces.isSeries {
        notes.warn(
          field: "series", found: "\(traces.count) runs, up to \(traces.path(run: traces.count))",
          assumed: "they are read as one line of \(traces.count) traces")
      }
      if stride > 1 {
        notes.warn(
          field: "Iterations",
          found: "\(traces.iterations), over \(RadarDescription.maximumSamplesPerTrace) samples",
          assumed: "each \(stride) time steps become their mean, one sample: "
            + "\(description.samplesPerTrace) samples in a trace")
      }
    }

    /// Traces that are looked at before the first is read: whole windows, evenly over the line.
    private var looked: [Range<Int64>] {
      let (count, width) = (traces.count, traces.windowCount)
      let windows = (count + width - 1) / width
      let taken = min(windows, Self.lookedAtWindows)
      return (0..<taken).map { index in
        let first = (taken > 1 ? index * (windows - 1) / (taken - 1) : 0) * width
        return first..<min(count, first + width)
      }
    }

    private mutating func takeScale() throws(RecordingError) {
      let looked = looked
      scale.sawAll = looked.reduce(0) { $0 + $1.count } == traces.count
      for range in looked.reversed() {
        try traces.load(range.lowerBound)
        for trace in range {
          for sample in 0..<Int(description.samplesPerTrace) {
            scale.look(at: GprMaxFile.sample(sample, of: trace, in: traces, stride: stride))
          }
        }
      }
      scale.settle()
      let title = traces.elementByteCount == 8 ? "64 bit IEEE float" : "32 bit IEEE float"
      try scale.note(title, field: channels.all[channel].path, notes: &notes)
      notes.fact("sample type", title, origin: "dataset")
    }

    private mutating func describe(_ given: RadarFileOptions) throws(RecordingError) {
      var options = given
      // What the person says is of the model's time step, of which several may become a sample.
      options.sampleIntervalFemtoseconds = min(
        given.sampleIntervalFemtoseconds * Int64(stride),
        RadarFileOptions.Bounds.sampleIntervalFemtoseconds.upperBound)
      var figures = try HeaderFigures(options: options, notes: notes)
      let path = channels.all[channel].path
      let interval = try file.numbers("SampleInterval", of: path).first
      try figures.takeInterval(
        grid.intervalClaim(sampleInterval: interval, stride: stride), notes: &notes)
      let track = GprMaxTrack(file, channels.all[channel], traces: traces)
      if traces.count > 1 || options.traceSpacingMicrometres > 0 {
        figures.takeSpacing(grid.spacingClaim(track: track.step), notes: &notes)
      }
      let title = try file.text("Title") ?? ""
      let named = AntennaFrequency.megahertz(in: title)
      figures.takeFrequency(
        HeaderFigures.Claim(
          field: "Title", found: title.isEmpty ? "none" : "\"\(title)\"", value: named),
        notes: &notes)
      let firsts = 0..<min(traces.loaded.upperBound, Int64(RadarFirstLook.traceCount))
      let look = RadarFirstLook(
        traces: firsts.map { trace in
          (0..<Int(description.samplesPerTrace)).map {
            let value = GprMaxFile.sample($0, of: trace, in: traces, stride: stride)
            return scale.apply(value).value
          }
        }, leading: 0)
      description.sampleIntervalFemtoseconds = figures.intervalFemtoseconds
      description.traceSpacingMicrometres = figures.spacingMicrometres
      description.centreFrequencyKilohertz = figures.frequencyKilohertz
      figures.judge(by: look, typeField: path, notes: &notes)
      if let separation = track.separation {
        let micrometres = (separation * 1e6).rounded()
        if micrometres > 0, micrometres < 1e9 {
          description.antennaSeparationMicrometres = Int64(micrometres)
          notes.fact(
            "antenna separation", DecimalText.text(separation * 1_000), unit: "mm",
            origin: "positions")
        }
      }
    }

    /// Holds the channel against the other components of its receiver: they have its shape, and the field
    /// should not stand along another axis than the one that is read.
    private mutating func judgeComponent() throws(RecordingError) {
      let chosen = channels.all[channel]
      let own = scale.largest
      var strongest: (index: Int, peak: Double)?
      for (index, other) in channels.all.enumerated()
      where other.receiver == chosen.receiver && index != channel {
        guard let dataset = try file.dataset(other.path) else { continue }
        let count = traces.isSeries ? 1 : traces.count
        guard dataset.rows == Int64(traces.iterations), dataset.columns == count else {
          notes.warn(
            field: other.path,
            found: "\(dataset.rows) × \(dataset.columns) values",
            assumed: "traces of \(chosen.component) are \(count) of \(traces.iterations) samples")
          continue
        }
        guard chosen.component.hasPrefix("E"), other.component.hasPrefix("E") else { continue }
        let peak = try dataset.read(columns: 0..<1)
          .reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
        if peak > max(own * Self.strongerBy, strongest?.peak ?? 0) { strongest = (index, peak) }
      }
      guard let strongest else { return }
      let other = channels.all[strongest.index].component
      notes.warn(
        field: chosen.path,
        found: "a field of at most \(Self.rounded(own)) V/m, where \(other) reaches "
          + "\(Self.rounded(strongest.peak))",
        assumed: "\(chosen.component) is read; --channel \(strongest.index) reads \(other), along "
          + "which the antenna seems to lie")
    }

    private mutating func noteFacts() throws(RecordingError) {
      notes.fact("samples per trace", "\(description.samplesPerTrace)", origin: "dataset")
      notes.fact(
        "traces", "\(traces.count)", origin: traces.isSeries ? "files of the series" : "dataset")
      notes.fact("channel", channels.all[channel].title, origin: channels.all[channel].path)
      for (index, other) in channels.all.enumerated().prefix(24) {
        notes.fact("channel \(index)", other.title, origin: "receivers")
      }
      for name in ["gprMax", "Title"] {
        if let text = try file.text(name), !text.isEmpty {
          notes.fact(name, text, origin: "attribute")
        }
      }
      if let name = try file.text("Name", of: channels.all[channel].group), !name.isEmpty {
        notes.fact("receiver", name, origin: "attribute Name")
      }
      if let type = try file.text("Type", of: "/srcs/src1"), !type.isEmpty {
        notes.fact("source", type, origin: "attribute Type")
      }
      notes.fact("iterations", "\(traces.iterations)", origin: "dataset")
      if let cell = grid.cell {
        notes.fact(
          "cell", cell.map { DecimalText.text($0 * 1_000) }.joined(separator: " × "), unit: "mm",
          origin: "dx_dy_dz")
      }
    }

    /// Three figures of a number, for a person.
    private static func rounded(_ value: Double) -> String {
      guard value > 0, value.isFinite else { return "\(value)" }
      var (digits, exponent) = (value, 0)
      while digits >= 10 { (digits, exponent) = (digits / 10, exponent + 1) }
      while digits < 1 { (digits, exponent) = (digits * 10, exponent - 1) }
      let short = DecimalText.text((digits * 100).rounded() / 100)
      return exponent == 0 ? short : "\(short)e\(exponent)"
    }
  }
#endif
