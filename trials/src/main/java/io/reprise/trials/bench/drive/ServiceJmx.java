package io.reprise.trials.bench.drive;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.reprise.local.process.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Reads the MBeans of a service that runs in a process of its own. The service needs no settings
 * for it: this JVM starts the JMX agent of the service, on loopback. Thread-safe; the caller closes
 * the connection.
 */
public final class ServiceJmx implements AutoCloseable {
  private final JMXConnector connector;
  private final MBeanServerConnection beans;

  /**
   * Connects to a service.
   *
   * @throws UncheckedIOException if the service has ended, or its JVM refuses; a retry is safe
   */
  // This JVM has started the process to which the JMX address belongs. The address can therefore be
  // trusted.
  @SuppressWarnings("BanJNDI")
  public ServiceJmx(ServiceProcess service) {
    try {
      this.connector = JMXConnectorFactory.connect(new JMXServiceURL(agentOf(service)));
      this.beans = connector.getMBeanServerConnection();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the MBeans of " + service.name(), e);
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

  /** Returns the MBeans of the service. */
  public MBeanServerConnection beans() {
    return beans;
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
