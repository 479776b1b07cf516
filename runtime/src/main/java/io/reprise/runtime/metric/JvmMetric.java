package io.reprise.runtime.metric;

import static io.reprise.runtime.metric.MetricDeclaration.counter;
import static io.reprise.runtime.metric.MetricDeclaration.gauge;
import static io.reprise.runtime.metric.MetricDeclaration.timer;

/**
 * The metrics of the JVM that every service publishes. Micrometer registers them; these
 * declarations say what they mean.
 */
public enum JvmMetric implements DeclaredMetric {
  BUFFERS(gauge("jvm.buffer.count.buffers", "buffers of a pool").by(Labels.BUFFER_POOL)),
  BUFFERS_USED(
      gauge("jvm.buffer.memory.used", "memory that the buffers of a pool take")
          .in(MetricUnit.BYTES)
          .by(Labels.BUFFER_POOL)),
  BUFFERS_CAPACITY(
      gauge("jvm.buffer.total.capacity", "capacity of the buffers of a pool")
          .in(MetricUnit.BYTES)
          .by(Labels.BUFFER_POOL)),
  GC_CONCURRENT(
      timer("jvm.gc.concurrent.phase.time", "work of the garbage collector beside the service")
          .by(Labels.GC_ACTION, Labels.GC_CAUSE, Labels.COLLECTOR)),
  GC_PAUSE(
      timer("jvm.gc.pause", "pauses of the service for garbage collection")
          .by(Labels.GC_ACTION, Labels.GC_CAUSE, Labels.COLLECTOR)),
  GC_LIVE_DATA(
      gauge("jvm.gc.live.data.size", "heap that was still in use after the last full collection")
          .in(MetricUnit.BYTES)),
  GC_MAX_DATA(
      gauge("jvm.gc.max.data.size", "largest size of the pool of long-lived objects")
          .in(MetricUnit.BYTES)),
  GC_ALLOCATED(
      counter("jvm.gc.memory.allocated", "memory that was allocated").in(MetricUnit.BYTES)),
  GC_PROMOTED(
      counter("jvm.gc.memory.promoted", "memory that became long-lived").in(MetricUnit.BYTES)),
  MEMORY_COMMITTED(
      gauge("jvm.memory.committed", "memory that the JVM has from the operating system")
          .in(MetricUnit.BYTES)
          .by(Labels.AREA, Labels.MEMORY_POOL)),
  MEMORY_MAX(
      gauge("jvm.memory.max", "limit of a memory pool; -1 without a limit")
          .in(MetricUnit.BYTES)
          .by(Labels.AREA, Labels.MEMORY_POOL)),
  MEMORY_USED(
      gauge("jvm.memory.used", "memory in use")
          .in(MetricUnit.BYTES)
          .by(Labels.AREA, Labels.MEMORY_POOL)),
  THREADS_DAEMON(gauge("jvm.threads.daemon.threads", "daemon threads")),
  THREADS_LIVE(gauge("jvm.threads.live.threads", "threads")),
  THREADS_PEAK(gauge("jvm.threads.peak.threads", "highest number of threads so far")),
  THREADS_STARTED(counter("jvm.threads.started.threads", "threads that were started")),
  THREADS_STATES(gauge("jvm.threads.states.threads", "threads in a state").by(Labels.THREAD_STATE)),
  CPU_TIME(
      counter(
          "process.cpu.time.ns",
          "processor time of the process, in nanoseconds as the JVM" + " gives it")),
  CPU_USAGE(
      gauge("process.cpu.usage", "recent share of the machine's processors that the process uses")
          .in(MetricUnit.RATIO)),
  FILES_OPEN(gauge("process.files.open.files", "open files and connections of the process")),
  FILES_MAX(gauge("process.files.max.files", "limit of open files and connections")),
  STARTED(
      gauge("process.start.time", "when the process started, since 1970").in(MetricUnit.SECONDS)),
  UPTIME(gauge("process.uptime", "how long the process has been running").in(MetricUnit.SECONDS)),
  SYSTEM_CPUS(gauge("system.cpu.count", "processors that the JVM may use")),
  SYSTEM_CPU_USAGE(
      gauge("system.cpu.usage", "recent share of the machine's processors that are in use")
          .in(MetricUnit.RATIO)),
  SYSTEM_LOAD(
      gauge("system.load.average.1m", "threads that run or wait for a processor, in one minute"));

  private final MetricDeclaration declaration;

  JvmMetric(MetricDeclaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public MetricDeclaration declaration() {
    return declaration;
  }

  private static final class Labels {
    static final MetricLabel BUFFER_POOL = new MetricLabel("id", "the JVM's three buffer pools");
    static final MetricLabel MEMORY_POOL = new MetricLabel("id", "the JVM's memory pools");
    static final MetricLabel AREA = new MetricLabel("area", "`heap` or `nonheap`");
    static final MetricLabel GC_ACTION = new MetricLabel("action", "the collector's actions");
    static final MetricLabel GC_CAUSE = new MetricLabel("cause", "the JVM's causes of collections");
    static final MetricLabel COLLECTOR = new MetricLabel("gc", "the JVM's collectors");
    static final MetricLabel THREAD_STATE = new MetricLabel("state", "the JVM's thread states");
  }
}
