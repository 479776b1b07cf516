package io.reprise.trials.bench.drive;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.reprise.local.process.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Measures the heap of a service through JMX. Confined to one thread; the caller closes it. */
public final class ServiceHeap implements AutoCloseable {
  private final JMXConnector connector;
  private final MemoryMXBean memory;

  // This JVM has started the process to which the JMX address belongs. The address can therefore be
  // trusted.
  @SuppressWarnings("BanJNDI")
  public ServiceHeap(ServiceProcess service) {
    try {
      this.connector = JMXConnectorFactory.connect(new JMXServiceURL(agentOf(service)));
      this.memory =
          ManagementFactory.newPlatformMXBeanProxy(
              connector.getMBeanServerConnection(),
              ManagementFactory.MEMORY_MXBEAN_NAME,
              MemoryMXBean.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the heap of " + service.name(), e);
    }
  }

  private static String agentOf(ServiceProcess service) throws IOException {
    try {
      var machine = VirtualMachine.attach(Long.toString(service.pid()));
      try {
        return machine.startLocalManagementAgent();
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException(e);
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
    try {
      connector.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot disconnect from a service's JMX agent", e);
    }
  }
}
