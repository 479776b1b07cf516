package io.reprise.trials.bench.drive;

import io.reprise.local.process.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** Measures the heap of a service through JMX. Confined to one thread; the caller closes it. */
public final class ServiceHeap implements AutoCloseable {
  private final ServiceJmx jmx;
  private final MemoryMXBean memory;

  public ServiceHeap(ServiceProcess service) {
    this.jmx = new ServiceJmx(service);
    try {
      this.memory =
          ManagementFactory.newPlatformMXBeanProxy(
              jmx.beans(), ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
    } catch (IOException e) {
      jmx.close();
      throw new UncheckedIOException("cannot read the heap of " + service.name(), e);
    }
  }

  /**
   * Runs a garbage collection in the service. Returns the bytes of heap that are in use after it.
   */
  public long liveBytes() {
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  @Override
  public void close() {
    jmx.close();
  }
}
