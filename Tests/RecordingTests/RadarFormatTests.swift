import DetectorCore
import Recording
import Testing

@Suite("Formats of radar files")
struct RadarFormatTests {
  static var options: RadarFileOptions {
    var options = RadarFileOptions()
    options.sampleIntervalFemtoseconds = 187_500
    options.traceSpacingMicrometres = 20_000
    return options
  }

  @Test("The content decides before the ending does")
  func contentFirst() throws {
    let folder = try TemporaryFolder()
    let binary = try folder.write(DZTBuilder().build(), as: "lies.csv")
    #expect(try RadarFileOpener.open(binary).formatName == "DZT")
    let text = try folder.write("1,2,3\n4,5,6\n", as: "lies.DZT")
    #expect(try RadarFileOpener.open(text, options: Self.options).formatName == "CSV")
    let bare = try folder.write("1;2;3\n4;5;6\n", as: "bare")
    #expect(try RadarFileOpener.open(bare, options: Self.options).formatName == "CSV")
  }

  @Test("The ending decides where the content does not, so that the refusal names the field")
  func endingSecond() throws {
    let folder = try TemporaryFolder()
    var bytes = DZTBuilder().build()
    bytes[6] = 24
    let path = try folder.write(bytes, as: "damaged.DZT")
    do throws(RecordingError) {
      _ = try RadarFileOpener.open(path)
      Issue.record("a file of 24 bits was opened")
    } catch {
      #expect(error.field == "bits (byte 6)")
    }
  }

  @Test("A file that no reader knows is refused with the list of formats")
  func unknown() throws {
    let folder = try TemporaryFolder()
    let texts = ["KEY = value\n", "1234\nTitle\nNUMBER OF TRACES = 5\n", "{}", "$GSSIS,0,-1\n"]
    for (index, text) in texts.enumerated() {
      let path = try folder.write(text, as: "unknown\(index)")
      do throws(RecordingError) {
        _ = try RadarFileOpener.open(path, options: Self.options)
        Issue.record("opened \(text)")
      } catch {
        #expect(error.kind == .unknownFormat)
        #expect(error.expected.contains("dzt (GSSI DZT)"))
        #expect(error.expected.contains("csv ("))
      }
    }
  }

  @Test("A format given by name is taken whatever the content says, and an unknown name is refused")
  func named() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("x,y\n", as: "text")
    var options = Self.options
    options.format = "CSV"
    do throws(RecordingError) {
      _ = try RadarFileOpener.open(path, options: options)
      Issue.record("letters were read as numbers")
    } catch {
      #expect(error.field == "line 1, column 1")
    }
    options.format = "flac"
    do throws(RecordingError) {
      _ = try RadarFileOpener.open(path, options: options)
      Issue.record("an unknown format was opened")
    } catch {
      #expect(error.field == "--format")
      #expect(error.expected == "one of " + RadarFormat.all.map(\.name).joined(separator: ", "))
    }
  }

  @Test("A further format is one more entry, and may claim a path before any byte is read")
  func furtherFormat() throws {
    let further = RadarFormat(
      name: "made", title: "made up", endings: [], recognisesPath: { $0.hasSuffix(".made") },
      recognisesBytes: { _, _ in false },
      open: { request throws(RecordingError) in
        throw RecordingError(
          .refused, file: request.path, field: "made", found: "nothing", expected: "something")
      })
    do throws(RecordingError) {
      _ = try RadarFileOpener.open("/nowhere/x.made", formats: RadarFormat.all + [further])
      Issue.record("nothing was opened")
    } catch {
      #expect(error.field == "made")
    }
  }

  @Test("A block read through the seam without its type is the block read with it")
  func existential() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(DZTBuilder().build(), as: "any.DZT")
    var file: any RadarFile = try RadarFileOpener.open(path)
    var block = [Int32](repeating: 0, count: 64 * 30)
    var span = block.mutableSpan
    let header = try file.read(into: &span)
    #expect(header == BlockHeader(count: 30, index: 0, sequence: 0))
    var typed = try DZTFile(path: path)
    #expect(try DrainedRadar(&typed).samples.prefix(64 * 30) == block[...])
  }
}
