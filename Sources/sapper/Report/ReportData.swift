import DetectorCore
import Journal
import Recording

/// The data of a page: what the script draws, as JSON in a data block, and the cells as base64.
enum ReportData {
  /// The JSON, safe inside a `script` element.
  static func json(_ model: ReportModel) -> [UInt8] {
    var json = JSONText()
    let geometry = model.geometry
    let picture = model.picture
    json.object {
      $0.field("samples", Int64(picture.samplesPerTrace))
      $0.field("rows", Int64(picture.rows))
      $0.field("samplesPerRow", Int64(picture.samplesPerRow))
      $0.field("columns", Int64(picture.columns))
      $0.field("tracesPerColumn", picture.tracesPerColumn)
      $0.field("traces", picture.traceCount)
      $0.field("bytesPerCell", Int64(bytesPerCell(of: picture)))
      $0.field("intervalFs", geometry.sampleIntervalFemtoseconds)
      $0.field("spacingUm", geometry.traceSpacingMicrometres)
      $0.field("zeroQ8", geometry.depthZeroSampleQ8.map(Int64.init))
      $0.field("speedUmPerNs", Int64(geometry.waveSpeedMicrometresPerNanosecond))
      $0.field("shallowMm", model.depthGate.map { Int64($0.shallowestMillimetres) })
      $0.field("deepMm", model.depthGate.map { Int64($0.deepestMillimetres) })
      $0.field("casingMm", Int64(model.smallestCasingMillimetres))
      $0.field("tracesPerLevel", model.levels.tracesPerValue)
      $0.array("levels", model.levels.values) { $0.number(Int64($1)) }
      $0.array("gaps", model.gaps) { $0.pair($1.beforeTrace, $1.lost) }
      $0.array("blind", model.blind) { $0.pair($1.from, $1.through) }
      $0.array("settling", model.settling) { $0.pair($1.from, $1.through) }
      $0.array("saturated", model.saturated) { $0.pair($1.from, $1.through) }
      if picture.tracesPerColumn > 1 {
        $0.array("sources", picture.sources) { $0.number($1) }
      }
      $0.array("marks", model.marks, mark)
      $0.array("truth", model.truth, truth)
    }
    return json.bytes
  }

  /// The cells, little-endian, as base64: exactly as recorded, in as few bytes as hold them all.
  static func cells(_ picture: RadarPicture) -> [UInt8] {
    let width = bytesPerCell(of: picture)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(picture.cells.count * width)
    for cell in picture.cells {
      for place in 0..<width { bytes.append(UInt8(truncatingIfNeeded: cell >> (8 * place))) }
    }
    return Base64.encoded(bytes)
  }

  private static func bytesPerCell(of picture: RadarPicture) -> Int {
    picture.cells.allSatisfy { Int16(exactly: $0) != nil } ? 2 : 4
  }

  private static func mark(_ json: inout JSONText, _ event: DetectionEvent) {
    json.object {
      $0.field("id", Int64(event.id))
      $0.field("kind", event.kind == .object ? "object" : "detection")
      $0.field("trace", event.sample)
      $0.field("depthMm", event.depthMillimetres.map(Int64.init))
      $0.field("widthMm", event.widthMillimetres.map(Int64.init))
      $0.field("class", (event.targetClass ?? .unknown).name.description)
    }
  }

  private static func truth(_ json: inout JSONText, _ annotation: RecordingAnnotation) {
    json.object {
      $0.field("start", annotation.sampleStart)
      $0.field("count", annotation.sampleCount)
      $0.field("label", annotation.label)
      $0.field("class", annotation.targetClass?.name.description)
      $0.field("depthMm", annotation.depthMetres.flatMap(Wording.millimetres))
      $0.field("radiusMm", annotation.radiusMetres.flatMap(Wording.millimetres))
    }
  }
}

extension ReportModel {
  /// Events that have a place in the picture.
  var marks: [DetectionEvent] {
    events.filter { event in
      // An object of one detection lies where the detection does, and would hide its number.
      let isDrawn =
        event.kind == .detection || (event.kind == .object && event.members?.count != 1)
      return isDrawn && event.sample != nil
    }
  }
}
