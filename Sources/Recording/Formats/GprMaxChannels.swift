#if HDF5
  /// What can be read of gprMax's receivers: a channel is one component at one receiver.
  ///
  /// Channels count the receivers first and then the components, Ez before all others, so that channel n
  /// of a model with n + 1 receivers is what receiver n + 1 saw of Ez.
  struct GprMaxChannels {
    /// A component at a receiver.
    struct Channel: Equatable {
      /// Number of the receiver, from 1, as gprMax counts.
      var receiver: Int
      /// Name of the dataset.
      var component: String

      /// Where its values lie.
      var path: String { "\(group)/\(component)" }
      /// Where its receiver lies.
      var group: String { "/rxs/rx\(receiver)" }
      /// For a person.
      var title: String { "\(component) of rx\(receiver)" }
    }

    /// Most receivers that are looked for.
    static let maximumReceivers = 256
    /// Fields and currents, in the order of channels.
    static let components = ["Ez", "Ey", "Ex", "Hz", "Hy", "Hx", "Iz", "Iy", "Ix"]

    /// All of them, in order.
    let all: [Channel]
    /// Receivers that are there.
    let receiverCount: Int

    /// Looks at the receivers of a file.
    init(_ file: HDF5File, notes: inout ReaderNotes) throws(RecordingError) {
      var receivers: [Int] = []
      for receiver in 1...Self.maximumReceivers {
        guard try file.exists("/rxs/rx\(receiver)") else { break }
        receivers.append(receiver)
      }
      receiverCount = receivers.count
      var all: [Channel] = []
      for component in Self.components {
        for receiver in receivers {
          let channel = Channel(receiver: receiver, component: component)
          if try file.exists(channel.path) { all.append(channel) }
        }
      }
      self.all = all
      try notes.require(
        !all.isEmpty, field: "/rxs", found: "no receiver with a field component",
        expected: "/rxs/rx1 with at least one of \(Self.components.joined(separator: ", "))",
        advice: "a model with #rx; snapshots and geometry views are not read")
      if let said = try file.numbers("nrx").first, said != Double(receiverCount) {
        notes.warn(
          field: "nrx", found: "\(DecimalText.text(said)), where \(receiverCount) are there",
          assumed: "those that are there are read")
      }
    }

    /// The channel that is wanted, or the first, with a warning where there are others.
    func choose(_ wanted: Int?, notes: inout ReaderNotes) throws(RecordingError) -> Int {
      let index = wanted ?? 0
      try notes.require(
        all.indices.contains(index), field: "channel", found: "\(index)",
        expected: all.count == 1 ? "0, the only channel" : "0 to \(all.count - 1)",
        advice: "another --channel")
      if wanted == nil && all.count > 1 {
        let others = all.enumerated().dropFirst().prefix(11)
          .map { "\($0.offset) (\($0.element.title))" }.joined(separator: ", ")
        notes.warn(
          field: "receivers", found: "\(all.count) channels",
          assumed: "channel 0, \(all[0].title), is read; --channel gives the others: \(others)"
            + (all.count > 12 ? " …" : ""))
      }
      return index
    }
  }
#endif
