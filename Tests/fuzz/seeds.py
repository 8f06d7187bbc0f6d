#!/usr/bin/env python3
"""Writes the seeds of a reader's fuzzing: seeds.py dzt|csv FOLDER. Everything is made here."""
import math
import os
import struct
import sys


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

SEEDS = {
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
