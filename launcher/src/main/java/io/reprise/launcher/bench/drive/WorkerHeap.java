package io.reprise.launcher.bench.drive;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.reprise.launcher.stack.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A worker's heap, seen from outside. Confined to one thread; close it. */
public final class WorkerHeap implements AutoCloseable {
  private final JMXConnector connector;
  private final MemoryMXBean memory;

  // The address was made by a process of our own on this machine.
  @SuppressWarnings("BanJNDI")
  public WorkerHeap(Worker worker) {
    try {
      this.connector = JMXConnectorFactory.connect(new JMXServiceURL(agentOf(worker)));
      this.memory =
          ManagementFactory.newPlatformMXBeanProxy(
              connector.getMBeanServerConnection(),
              ManagementFactory.MEMORY_MXBEAN_NAME,
              MemoryMXBean.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + worker.name(), e);
    }
  }

  private static String agentOf(Worker worker) throws IOException {
    try {
      var machine = VirtualMachine.attach(Long.toString(worker.process().pid()));
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
      throw new UncheckedIOException("cannot leave a worker's JMX agent", e);
    }
  }
}
