#if HDF5
  /// What gprMax says of its grid: cells, time step, and how source and receiver move from run to run.
  struct GprMaxGrid: Equatable {
    /// Speed of light, m/s.
    static let lightSpeed = 299_792_458.0
    /// How far a time step may be off the limit that made it; the attribute holds all of its digits.
    static let exactness = 1e-6

    /// Time step, seconds; nil where it is not said.
    let timeStep: Double?
    /// Size of a cell along x, y and z, metres; nil where it is not said.
    let cell: [Double]?
    /// Cells along x, y and z; nil where they are not said.
    let cells: [Double]?
    /// Cells by which receivers move, and sources; nil where it is not said.
    let receiverSteps: [Double]?, sourceSteps: [Double]?
    /// Time steps of a run; nil where they are not said.
    let iterations: Double?

    /// Reads the attributes in whichever spelling of the versions.
    init(_ file: HDF5File) throws(RecordingError) {
      timeStep = Self.positive(try file.numbers("dt").first)
      iterations = try file.numbers("Iterations").first
      let cell = try Self.three(["dx_dy_dz", "dx, dy, dz"], of: file)
      self.cell = cell.flatMap { $0.allSatisfy { $0 > 0 } ? $0 : nil }
      cells = try Self.three(["nx_ny_nz", "nx, ny, nz"], of: file)
      receiverSteps = try Self.three(["rxsteps"], of: file)
      sourceSteps = try Self.three(["srcsteps", "txsteps"], of: file)
    }

    private static func positive(_ value: Double?) -> Double? {
      guard let value, value.isFinite, value > 0 else { return nil }
      return value
    }

    /// The first attribute of these names that has three numbers.
    private static func three(
      _ names: [String], of file: HDF5File
    ) throws(RecordingError) -> [Double]? {
      for name in names {
        let numbers = try file.numbers(name)
        if numbers.count == 3 && numbers.allSatisfy(\.isFinite) { return numbers }
      }
      return nil
    }

    /// The longest time steps at which a grid of these cells is stable: in three dimensions, and in those
    /// of fewer that the number of cells allows.
    ///
    /// Δt = 1 / (c √(1/Δx² + 1/Δy² + 1/Δz²)), a dimension of one cell left out (Taflove and Hagness,
    /// Computational Electrodynamics, 2005, eq. 4.54b).
    var stabilityLimits: [Double] {
      guard let cell else { return [] }
      func limit(without flat: [Int]) -> Double {
        let sum = (0..<3).filter { !flat.contains($0) }
          .reduce(0.0) { $0 + 1 / (cell[$1] * cell[$1]) }
        return 1 / (Self.lightSpeed * sum.squareRoot())
      }
      if let cells {
        return [limit(without: (0..<3).filter { cells[$0] == 1 })].filter(\.isFinite)
      }
      return [limit(without: [])] + (0..<3).map { limit(without: [$0]) }
    }

    /// Whether the time step is the limit of these very cells, which confirms both.
    var isConfirmed: Bool {
      guard let timeStep else { return false }
      return stabilityLimits.contains { timeStep.agrees(with: $0, within: Self.exactness) }
    }

    /// The time step as a claim in nanoseconds.
    func intervalClaim(sampleInterval: Double?, stride: Int) -> HeaderFigures.Claim {
      var claim = HeaderFigures.Claim(
        field: "dt", found: timeStep.map { "\($0) s" } ?? "none above 0",
        value: timeStep.map { $0 * 1e9 * Double(stride) })
      guard let timeStep else { return claim }
      if isConfirmed { claim.witness = "the grid's stability limit" }
      if let longest = stabilityLimits.max(), timeStep > longest * (1 + Self.exactness) {
        claim.against.append("the grid is stable only up to \(longest) s")
      }
      if let sampleInterval {
        if sampleInterval.agrees(with: timeStep, within: Self.exactness) {
          claim.witness = claim.witness ?? "SampleInterval of the dataset"
        } else {
          claim.against.append("SampleInterval of the dataset says \(sampleInterval) s")
        }
      }
      return claim
    }

    /// How far the middle between source and receiver moves from one run to the next.
    ///
    /// `track` is the step that positions in the file make, metres.
    func spacingClaim(track: Double?) -> HeaderFigures.Claim {
      var claim = HeaderFigures.Claim(
        field: "rxsteps", found: "none", value: track,
        witness: track == nil ? nil : "positions of the traces")
      guard let cell, let receiver = receiverSteps else {
        if let track { claim.found = "positions \(track) m apart" }
        return claim
      }
      let source = sourceSteps ?? receiver
      let middle = (0..<3).map { (receiver[$0] + source[$0]) / 2 * cell[$0] }
      let step = Self.length(middle)
      claim.found = "\(Self.text(receiver)) cells, sources \(Self.text(source))"
      guard step > 0 else { return claim }
      claim.value = step
      claim.witness =
        isConfirmed && receiver == source ? "srcsteps, and cells by the time step" : nil
      if receiver != source { claim.against.append("sources move by \(Self.text(source)) cells") }
      if let track {
        // A position is a multiple of a cell, and a mean over the line loses nothing.
        if track.agrees(with: step, within: 1e-4) {
          claim.witness = "positions of the traces"
        } else {
          claim.against.append("positions are \(track) m apart")
        }
      }
      return claim
    }

    /// Length of a vector.
    static func length(_ vector: [Double]) -> Double {
      vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    private static func text(_ steps: [Double]) -> String {
      steps.map { DecimalText.text($0) }.joined(separator: ", ")
    }
  }
#endif
