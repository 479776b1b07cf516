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

/** A service's heap, seen from outside. Confined to one thread; close it. */
public final class ServiceHeap implements AutoCloseable {
  private final JMXConnector connector;
  private final MemoryMXBean memory;

  // The address was made by a process of our own on this machine.
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
      throw new UncheckedIOException("cannot look into " + service.name(), e);
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

  /** Collects garbage and returns what is still in use. */
  public long liveBytes() {
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot leave a service's JMX agent", e);
    }
  }
}
