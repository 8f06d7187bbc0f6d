#!/usr/bin/env python3
"""Writes the seeds of a reader's fuzzing: seeds.py READER FOLDER. Everything is made here but HDF5."""
import json
import math
import os
import struct
import sys
from pathlib import Path


def dzt(bits=16, samples=32, scans=12, channels=1, data=1024, position=0.0, scans_per_metre=50.0,
        top=0.0, marks=(2, 5, 8), sides=b""):
    """A small DZT whose figures agree with each other."""
    header = bytearray(1024)
    put = lambda fmt, at, value: struct.pack_into("<" + fmt, header, at, value)
    put("H", 0, 0x00FF)
    put("H", 2, data)
    put("H", 4, samples)
    put("H", 6, bits)
    put("f", 10, 100.0)
    put("f", 14, scans_per_metre)
    put("f", 18, 50.0 / 3)
    put("f", 22, position)
    put("f", 26, 6.0)
    put("H", 52, channels)
    put("f", 54, 4.0)
    put("f", 58, top)
    put("f", 62, 6.0 * 0.3 / 4)
    header[98:104] = b"400MHz"
    header[113] = 25
    body = bytearray()
    form = {8: "B", 16: "H", 32: "i"}[bits]
    offset = {8: 128, 16: 32768, 32: 0}[bits]
    for scan in range(scans):
        for channel in range(channels):
            for sample in range(samples):
                value = offset + int(90 * math.sin(sample / 2) * math.exp(-sample / 12))
                if sample == 0:
                    value = scan
                if sample == 1:
                    value = 100 if scan in marks else 0
                body += struct.pack("<" + form, value)
    start = data * 1024 if data < 1024 else 1024 * channels
    return (bytes(header) * channels).ljust(start, b"\0") + bytes(body) + sides


GPS = (b"$GSSIS,0,-1\r\n$GPGGA,120000,4530.0000,N,06815.6000,W,1,8,0.9,12.3,M,47.0,M,,\r\n\r\n"
       b"$GSSIS,5,-1\r\n$GPRMC,120001,A,4530.0100,N,06815.6000,W,0,0,010120,,\r\n")
XML = (b"<?xml version=\"1.0\"?><DZX><unitsPerScan>0.02</unitsPerScan><horizontalUnit>m"
       b"</horizontalUnit><File><Profile><WayPt><scan>3</scan><mark>User</mark><name>A</name>"
       b"</WayPt></Profile></File><TargetGroup><TargetWayPt><scanSampChanProp>4,1,0"
       b"</scanSampChanProp></TargetWayPt></TargetGroup></DZX>")

def wave(trace, sample):
    """A pulse that rings down, whole-numbered."""
    return int(900 * math.sin(sample / 2) * math.exp(-sample / 12)) + trace


def bare(form, samples=32, traces=6):
    """Samples without any header."""
    return b"".join(struct.pack(form, wave(t, s)) for t in range(traces) for s in range(samples))


def keyed(separator, **values):
    """A text header."""
    lines = [key.replace("_", " ") + separator + str(value) for key, value in values.items()]
    return ("\r\n".join(lines) + "\r\n").encode()


def dt1(width=2, samples=32, traces=6, add=0.0):
    """A small DT1 behind its letter, with its HD and a GPS file."""
    body = b"d"
    for trace in range(traces):
        head = bytearray(128)
        for at, value in ((0, trace + 1), (4, trace * 0.02), (8, samples), (20, width), (24, 200)):
            struct.pack_into("<f", head, at, value)
        body += bytes(head)
        for sample in range(samples):
            value = wave(trace, sample)
            body += struct.pack("<h", value) if width == 2 else struct.pack("<f", value + add)
    text = keyed(" = ", NUMBER_OF_TRACES=traces, TIMEZERO_AT_POINT=3.5, TOTAL_TIME_WINDOW=6.4,
                 STARTING_POSITION=0, FINAL_POSITION=0.1, STEP_SIZE_USED=0.02, POSITION_UNITS="m",
                 NOMINAL_FREQUENCY=400, ANTENNA_SEPARATION=0.1)
    gps = (b"Trace #2 at position 0.02\r\n$GPGGA,120000,4530.0000,N,06815.6000,W,1,8,0.9,12.3,M,,"
           b"M,,\r\nTrace #4 at position 0.06\r\n$GPGGA,120001,,,,,0,,,,M,,M,,\r\n")
    points = keyed(" = ", **{"NUMBER_OF_PTS/TRC": samples})
    return body + b"\n~~\n" + points + text + b"\n~~\n" + gps


COR = (b"1\t2020-05-01\t10:00:00\t48.1234567\tN\t11.5\tE\t512.3\tM\t0.9\r\n"
       b"3\t2020-05-01\t10:00:02\t48,1234569\tS\t11,5\tW\t512,4M\t0.9\r\n")


def mala(letter=b"3", form="<h", window=6.4, interval="0.020000"):
    """A small RD3 or RD7 behind its letter, with its RAD and a COR file."""
    text = keyed(":", SAMPLES=32, FREQUENCY=5000.0, SIGNAL_POSITION=0, DISTANCE_INTERVAL=interval,
                 ANTENNAS="400 MHz", TIMEWINDOW=window, LAST_TRACE=6, STOP_POSITION=0.1,
                 ANTENNA_SEPARATION="0,15")
    return letter + bare(form) + b"\n~~\n" + text + b"\n~~\n" + COR


def iprb(bits=16, user=0.02):
    """A small IPRB behind its letter, with its IPRH and a COR file."""
    text = keyed(": ", DATA_VERSION=bits, SAMPLES=32, FREQUENCY=5000, TIMEWINDOW="6.400",
                 LAST_TRACE=6, DISTANCE_INTERVAL="0.020000", USER_DISTANCE_INTERVAL=user,
                 STOP_POSITION="0.120", ZERO_LEVEL=4, ANTENNA="400 MHz")
    form = "<h" if bits == 16 else "<i"
    return b"p" + bare(form) + b"\n~~\n" + text + b"\n~~\n" + COR


def segy(code=3, form=">h", extensions=0, text=b"C 1 SAMPLE INTERVAL 199.8 PS"):
    """A small SEG-Y behind its letter."""
    blank = b"\x40" if text[:1] == b"\xc3" else b" "
    body = bytearray(text.ljust(3200, blank) + bytes(400))
    words = ((3216, 200), (3220, 32), (3224, code), (3254, 1), (3500, 256), (3504, extensions))
    for at, value in words:
        struct.pack_into(">H", body, at, value)
    body += blank * (3200 * extensions)
    for trace in range(6):
        head = bytearray(240)
        struct.pack_into(">h", head, 70, -1000)
        struct.pack_into(">i", head, 72, trace * 20)
        struct.pack_into(">i", head, 80, trace * 20 + 150)
        struct.pack_into(">HH", head, 114, 32, 200)
        body += head + b"".join(struct.pack(form, wave(trace, s)) for s in range(32))
    return b"s" + bytes(body)


def ids(length=260, samples=32, traces=6):
    """A small IDS file behind its letter."""
    first = bytearray(length)
    first[0:2] = b"V\x03"
    struct.pack_into("<H", first, 4, length)
    head = bytearray(length)
    head[0:1] = b"H"
    struct.pack_into("<5i", head, 4, length, samples, samples, traces, samples)
    figures = ("400", "0.1", "1e-6", "6.4e-9", "1", "1", "0.02", "0.02", "1", "1")
    for index, text in enumerate(figures):
        head[48 + 16 * index:48 + 16 * index + len(text)] = text.encode()
    body = bytes(first) + b"AC1".ljust(length, b"\0") + bytes(head)
    for trace in range(traces):
        body += (b"R\0\0\0" if trace == 0 else bytes(4))
        body += b"".join(struct.pack("<h", wave(trace, s)) for s in range(samples))
    return b"i" + body


def gprmax():
    """The files of gprMax that the tests have, those of some kilobytes."""
    folder = Path(__file__).resolve().parent.parent / "RecordingTests/Golden/gprmax"
    return [path.read_bytes() for path in sorted(folder.iterdir()) if path.stat().st_size <= 32_768]


def wav(channels=1, bits=16, rate=48000, data=1440, extra=b""):
    """A small WAV of a carrier, and of pulses in its second channel."""
    body = bytearray()
    for index in range(data):
        carrier = 0.25 * math.cos(2 * math.pi * 8000 * index / rate)
        pulse = 0.9 if index % 48 < 8 else 0.0
        for value in (carrier, pulse)[:channels]:
            body += struct.pack("<i", int(value * 2 ** 31))[4 - bits // 8:]
    block = channels * bits // 8
    form = struct.pack("<HHIIHH", 1, channels, rate, rate * block, block, bits)
    return (b"RIFF" + struct.pack("<I", 36 + len(extra) + len(body)) + b"WAVE" + extra + b"fmt "
            + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(body)) + bytes(body))


def studio(profile=True, fraction=0.0):
    """A small recording of metal-detector-studio."""
    device = {"harmonics": [{"id": "f1", "freq_hz": 7812.5}, {"id": "f2", "freq_hz": 23437.5}]}
    lines = [{"type": "meta", "schema_version": "1.0.0", **({"profile": device} if profile else {})},
             {"type": "raw", "seq": 0, "samples": [1, 2]}]
    for frame in range(20):
        vector = {"mag": 1, "phase": 0, "i": frame + fraction, "q": -2}
        lines.append({"type": "feature", "seq": frame, "t": frame / 50,
                      "harmonics": {"f1": vector, "f2": vector}})
    return "\n".join(json.dumps(line) for line in lines).encode()


def coil(heading="t,g1,g2,ef,x,y", delimiter=","):
    """A small text of a coil."""
    rows = [heading] + ["%.2f,%d,%d,3,0.1,0.2" % (k / 100, 1000 + k, -k) for k in range(24)]
    return "\n".join(rows).replace(",", delimiter).encode()


SEEDS = {
    "hdf5": gprmax,
    "wav": lambda: [
        b"c" + wav(), b"c" + wav(bits=24), b"r" + wav(2), b"q" + wav(2, 32), b"d" + wav(2),
        b"d" + wav(), b"p" + wav(), b"c" + wav(extra=b"LIST\4\0\0\0INFO"), b"c" + wav()[:900],
    ],
    "ndjson": lambda: [
        b"n" + studio(), b"n" + studio(False), b"n" + studio(fraction=0.3), b"n" + studio()[:800],
    ],
    "coil": lambda: [
        b"t" + coil(), b"t" + coil(delimiter=";"), b"t" + coil("t_ms,i1,q1,i2,q2,flags"),
        b"v" + coil(), b"t" + coil("seq,t,g1,ef,height,quality"), b"t# note\n" + coil(),
    ],
    "dt1": lambda: [dt1(), dt1(width=4), dt1(width=4, add=0.3), dt1(traces=1), dt1()[:900]],
    "mala": lambda: [
        mala(), mala(b"7", "<i"), mala(window=12.8), mala(interval="0,02"), mala(interval="0"),
    ],
    "iprb": lambda: [iprb(), iprb(32), iprb(user=0.03), iprb()[:300]],
    "segy": lambda: [
        segy(), segy(2, ">i"), segy(5, ">f"), segy(1, ">i"), segy(8, ">h"), segy(extensions=1),
        segy(text=b"\xc3\x40\xf1"), segy()[:4500],
    ],
    "ids": lambda: [ids(), ids(traces=1), ids()[:1500], ids(samples=31)],
    "dzt": lambda: [
        dzt(), dzt(bits=8), dzt(bits=32), dzt(channels=2), dzt(data=2), dzt(position=-0.5),
        dzt(top=-0.1), dzt(scans_per_metre=0.0), dzt(scans=1), dzt()[:1500],
        dzt(sides=b"\n~~\n" + GPS + b"\n~~\n" + XML),
    ],
    "csv": lambda: [
        b"1,2,3\n4,5,6\n", b"1;2;3\r\n4;5;6", b"1\t2\n3\t4\n", b"1 2 3\n4 5 6\n",
        b"# heading\n0,5;1,5\n-2,25;3e2\n", b"1.5,2e-3\n-1e10,4\n", b"\xef\xbb\xbf1,2\n", b"1,\n",
    ],
}


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in SEEDS:
        sys.exit("usage: seeds.py " + "|".join(SEEDS) + " FOLDER")
    os.makedirs(sys.argv[2], exist_ok=True)
    for index, seed in enumerate(SEEDS[sys.argv[1]]()):
        with open(os.path.join(sys.argv[2], "%02d" % index), "wb") as file:
            file.write(seed)


if __name__ == "__main__":
    main()
