"""The measurements as a table: medians, with the smallest and the largest in brackets."""

import os
import platform
import statistics


def spread(values, digits):
    """`12.3 (11.9–12.8)`."""
    if not values:
        return "–"
    return f"{statistics.median(values):,.{digits}f} ({min(values):,.{digits}f}–{max(values):,.{digits}f})"


def share(values, originals):
    """The median against the original's, in percent."""
    return f"{100 * statistics.median(values) / statistics.median(originals):.1f} %" if values and originals else "–"


def table(measured, variants, cpus):
    """Markdown. `measured` maps (workload, cpus, variant) to a list of (requests/s, CPU ms per request, p99 ms)."""
    rows = []
    for limit in cpus:
        rows += [f"\n### `--cpus {limit}`\n",
                 "| workload | variant | requests/s | of the original | CPU ms per request | p99 ms |",
                 "|---|---|---|---|---|---|"]
        for workload in dict.fromkeys(key[0] for key in measured):
            original = [one[0] for one in measured[workload, limit, variants[0]]]
            for variant in variants:
                runs = measured[workload, limit, variant]
                rates, costs, slowest = zip(*runs) if runs else ((), (), ())
                rows.append(f"| {workload} | {variant} | {spread(rates, 0)} | {share(rates, original)} | "
                            f"{spread(costs, 4)} | {spread(slowest, 2)} |")
    return "\n".join(rows)


def sensor(starts, memory):
    """Markdown: what the sensor needs for itself. `starts` maps a limit to milliseconds, `memory` (workload, variant) to MB."""
    rows = ["\n### The sensor itself\n", "| what | value |", "|---|---|"]
    rows += [f"| start to the application's exec, `--cpus {cpus}` | {took:.1f} ms |" for cpus, took in starts.items()]
    rows += [f"| resident memory after the load, {workload}, {variant} | {size:.1f} MB |"
             for (workload, variant), size in memory.items()]
    return "\n".join(rows)


def refusals(refused):
    """What was not a measurement of the whole load."""
    rows = ["\n### Refused by the policy: less was measured there than was asked for\n"]
    rows += [f"- {workload}, {variant}: {what}" for (workload, variant), titles in refused.items() for what in titles]
    return "\n".join(rows)


def failures(failed):
    """What was not measured, or not to the end."""
    rows = ["\n### Not measured to the end\n"]
    return "\n".join(rows + [f"- {workload}: {because}" for workload, because in failed.items()])


def machine():
    """What the numbers were measured on."""
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                  if line.startswith("model name")), "unknown processor")
    return f"Linux {platform.release()}, {os.cpu_count()} × {model}"
