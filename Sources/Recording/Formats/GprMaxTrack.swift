#if HDF5
  /// Where source and receiver stand, as far as a file of gprMax says it.
  ///
  /// A single run has the attribute Position; files of before version 3 have a dataset of that name; a merge
  /// of version 4 has trace_rx_position and trace_src_position; a merge of version 3 keeps none of them.
  struct GprMaxTrack {
    /// Most traces whose positions are looked at.
    static let maximumTraces: Int64 = 262_144
    /// How far a step may be off the mean, as a part of it.
    static let evenness = 1e-3

    /// Metres by which the middle between both moves from trace to trace; nil where it is not even.
    private(set) var step: Double?
    /// Metres between source and receiver; nil where it is not said.
    private(set) var separation: Double?

    /// Looks at the positions of a channel.
    init(_ file: HDF5File, _ channel: GprMaxChannels.Channel, traces: GprMaxTraces) {
      let group = channel.group
      if traces.isSeries { step = Self.step(channel, of: traces) }
      if let receivers = Self.track(file, "\(group)/trace_rx_position", traces: traces),
        let sources = Self.track(file, "\(group)/trace_src_position", traces: traces)
      {
        step = Self.evenStep(zip(receivers, sources).map { Self.middle($0, $1) })
        separation = Self.distance(receivers[0], sources[0])
      } else if let receiver = Self.position(file, group),
        let source = Self.position(file, "/srcs/src1") ?? Self.position(file, "/txs/tx1")
      {
        separation = Self.distance(receiver, source)
      }
    }

    /// Positions of all traces; nil where there are not as many.
    private static func track(
      _ file: HDF5File, _ path: String, traces: GprMaxTraces
    ) -> [[Double]]? {
      guard traces.count <= maximumTraces, let dataset = try? file.dataset(path),
        dataset.rows == traces.count, dataset.columns == 3,
        let values = try? dataset.read(columns: 0..<3), values.allSatisfy(\.isFinite)
      else { return nil }
      return (0..<Int(traces.count)).map { Array(values[(3 * $0)..<(3 * $0 + 3)]) }
    }

    /// A position as attribute or as dataset.
    private static func position(_ file: HDF5File, _ group: String) -> [Double]? {
      guard let attribute = try? file.numbers("Position", of: group) else { return nil }
      if attribute.count == 3 { return attribute.allSatisfy(\.isFinite) ? attribute : nil }
      guard let dataset = try? file.dataset("\(group)/Position"), dataset.rows == 3,
        dataset.columns == 1, let values = try? dataset.read(columns: 0..<1)
      else { return nil }
      return values.allSatisfy(\.isFinite) ? values : nil
    }

    /// The step between the first two runs of a series.
    private static func step(_ channel: GprMaxChannels.Channel, of traces: GprMaxTraces) -> Double?
    {
      let middles = [Int64(1), 2].compactMap { run -> [Double]? in
        guard let source = try? ByteSource(path: traces.path(run: run)),
          let file = try? HDF5File(source), let receiver = position(file, channel.group)
        else { return nil }
        return middle(receiver, position(file, "/srcs/src1") ?? receiver)
      }
      return middles.count == 2 ? evenStep(middles) : nil
    }

    /// The step that all positions make alike; nil where they do not.
    private static func evenStep(_ middles: [[Double]]) -> Double? {
      guard middles.count > 1, let first = middles.first, let last = middles.last else {
        return nil
      }
      let mean = distance(first, last) / Double(middles.count - 1)
      let isEven = zip(middles, middles.dropFirst()).allSatisfy {
        distance($0, $1).agrees(with: mean, within: evenness)
      }
      return isEven && mean > 0 ? mean : nil
    }

    private static func middle(_ one: [Double], _ other: [Double]) -> [Double] {
      zip(one, other).map { ($0 + $1) / 2 }
    }

    private static func distance(_ one: [Double], _ other: [Double]) -> Double {
      GprMaxGrid.length(zip(one, other).map { $0 - $1 })
    }
  }
#endif
