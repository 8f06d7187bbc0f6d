// swift-tools-version: 6.2
import PackageDescription

/// What every target of the house is built with: warnings are errors, existentials and imports say what
/// they are.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The same, and every unsafe construct is spelled `unsafe`.
let strictAndSafe: [SwiftSetting] = strict + [.strictMemorySafety()]

/// A program shows its inside to its tests, in release too, without a build of every module for that.
let testable = SwiftSetting.unsafeFlags(["-enable-testing"], .when(configuration: .release))

let package = Package(
  name: "sapper",
  products: [
    .library(name: "DetectorCore", targets: ["DetectorCore"]),
    .library(name: "Recording", targets: ["Journal", "Recording"]),
    .library(name: "GPIO", targets: ["GPIO"]),
    .executable(name: "sapper", targets: ["sapper"]),
    .executable(name: "sapper-unit", targets: ["sapper-unit"]),
  ],
  traits: [
    .trait(name: "GPIOD1", description: "Link libgpiod 1.6 (Debian 12)."),
    .trait(name: "GPIOD2", description: "Link libgpiod 2.x (Debian 13)."),
    .trait(name: "HDF5", description: "Link libhdf5, which reads gprMax's files."),
    .default(enabledTraits: []),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(name: "DetectorCore", path: "Sources/DetectorCore", swiftSettings: strictAndSafe),
    .target(
      name: "Journal", dependencies: ["DetectorCore"], path: "Sources/Journal",
      swiftSettings: strictAndSafe),
    .target(
      name: "FilterDesign", dependencies: ["DetectorCore"], path: "Sources/FilterDesign",
      swiftSettings: strictAndSafe),
    .target(
      name: "CInih", path: "Sources/CInih", linkerSettings: [.linkedLibrary("inih")]),
    .systemLibrary(
      name: "CHDF5", path: "Sources/CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .target(
      name: "Recording",
      dependencies: [
        "DetectorCore", "Journal", .product(name: "Crypto", package: "swift-crypto"),
        .target(name: "CHDF5", condition: .when(traits: ["HDF5"])),
      ],
      path: "Sources/Recording", swiftSettings: strictAndSafe),
    .target(
      name: "Physics", dependencies: ["DetectorCore", "Journal", "Recording"],
      path: "Simulator/Physics", swiftSettings: strictAndSafe),
    .target(
      name: "Lanes",
      dependencies: [
        "DetectorCore", "Physics", "Recording", .product(name: "Yams", package: "Yams"),
      ],
      path: "Simulator/Lanes", resources: [.embedInCode("Scenarios")],
      swiftSettings: strict),
    .target(
      name: "Scoring", dependencies: ["DetectorCore", "Journal", "Recording"],
      path: "Simulator/Scoring", swiftSettings: strictAndSafe),
    .executableTarget(
      name: "sapper",
      dependencies: [
        "DetectorCore", "Journal", "FilterDesign", "Recording", "Physics", "Lanes", "Scoring",
        "CInih", "Devices", "SerialLine", "FrameProtocol",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/sapper", resources: [.embedInCode("Report/Page")],
      swiftSettings: strict + [testable]),
    .target(name: "CLinux", path: "Hardware/CLinux"),
    .target(
      name: "CGPIOD", path: "Hardware/CGPIOD",
      cSettings: [
        .define("SAPPER_GPIOD1", .when(traits: ["GPIOD1"])),
        .define("SAPPER_GPIOD2", .when(traits: ["GPIOD2"])),
      ],
      linkerSettings: [.linkedLibrary("gpiod", .when(traits: ["GPIOD1", "GPIOD2"]))]),
    .target(
      name: "Devices", dependencies: ["Journal", "CLinux"], path: "Hardware/Devices",
      swiftSettings: strictAndSafe),
    .target(
      name: "GPIO", dependencies: ["Journal", "Devices", "CGPIOD"], path: "Hardware/GPIO",
      exclude: ["fetch-libgpiod"], swiftSettings: strictAndSafe),
    .target(
      name: "SPI", dependencies: ["Journal", "Devices", "CLinux"], path: "Hardware/SPI",
      swiftSettings: strictAndSafe),
    .target(
      name: "SerialLine", dependencies: ["Journal", "Devices", "CLinux"],
      path: "Hardware/SerialLine",
      swiftSettings: strictAndSafe),
    .target(
      name: "FrameProtocol", dependencies: ["DetectorCore"], path: "Hardware/FrameProtocol",
      swiftSettings: strictAndSafe),
    .target(
      name: "FrontEnd",
      dependencies: [
        "DetectorCore", "Journal", "Devices", "GPIO", "SPI", "SerialLine", "FrameProtocol",
        "CLinux",
      ],
      path: "Hardware/FrontEnd", exclude: ["Conformance"], swiftSettings: strictAndSafe),
    .target(
      name: "CUnit", path: "Hardware/Unit/CUnit",
      linkerSettings: [.linkedLibrary("pthread")]),
    .target(
      name: "Unit",
      dependencies: [
        "DetectorCore", "Journal", "CInih", "CUnit", "Devices", "GPIO", "SPI", "SerialLine",
        "FrameProtocol", "FrontEnd",
      ],
      path: "Hardware/Unit",
      exclude: [
        "CUnit", "Program", "build-arm64", "build-embedded", "check-arm64", "fetch-libraries",
      ],
      swiftSettings: strictAndSafe),
    .executableTarget(
      name: "sapper-unit", dependencies: ["Unit", "CUnit"], path: "Hardware/Unit/Program",
      swiftSettings: strictAndSafe),
    .executableTarget(
      name: "library-example", dependencies: ["DetectorCore", "Journal", "Recording"],
      path: "Tests/library", swiftSettings: strict),
    .executableTarget(
      name: "gpio-exercise", dependencies: ["Devices", "GPIO"], path: "Hardware/Exercise",
      swiftSettings: strictAndSafe),
    .executableTarget(
      name: "front-end-exercise",
      dependencies: [
        "DetectorCore", "Journal", "Devices", "GPIO", "SPI", "SerialLine", "FrameProtocol",
        "FrontEnd",
      ],
      path: "Hardware/Rig/Exercise", swiftSettings: strictAndSafe),
    .target(
      name: "TestSupport", dependencies: ["DetectorCore"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .target(
      name: "ReferenceModels", dependencies: ["DetectorCore", "FilterDesign"],
      path: "Tests/ReferenceModels", swiftSettings: strictAndSafe),
    .testTarget(
      name: "DetectorCoreTests", dependencies: ["DetectorCore", "TestSupport"],
      path: "Tests/DetectorCoreTests", exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "FilterDesignTests", dependencies: ["DetectorCore", "FilterDesign", "ReferenceModels"],
      path: "Tests/FilterDesignTests", exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "JournalTests", dependencies: ["DetectorCore", "Journal"], path: "Tests/JournalTests",
      swiftSettings: strict),
    .testTarget(
      name: "RecordingTests",
      dependencies: ["DetectorCore", "Journal", "Recording", "TestSupport"],
      path: "Tests/RecordingTests", exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "SimulatorTests",
      dependencies: [
        "DetectorCore", "Journal", "Recording", "Physics", "Lanes", "Scoring", "TestSupport",
      ],
      path: "Tests/SimulatorTests", swiftSettings: strict),
    .testTarget(
      name: "HardwareTests",
      dependencies: [
        "DetectorCore", "Journal", "CLinux", "Devices", "GPIO", "SPI", "SerialLine",
        "FrameProtocol",
        "FrontEnd", "Unit",
      ],
      path: "Tests/HardwareTests", swiftSettings: strict),
    .testTarget(
      name: "sapperTests",
      dependencies: [
        "DetectorCore", "Journal", "FilterDesign", "Recording", "Physics", "Lanes", "Scoring",
        "sapper", "TestSupport", "ReferenceModels", "Devices", "SerialLine", "FrameProtocol",
      ],
      path: "Tests/sapperTests", swiftSettings: strict),
  ]
)
