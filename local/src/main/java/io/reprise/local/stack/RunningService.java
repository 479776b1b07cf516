package io.reprise.local.stack;

import io.reprise.local.process.ServiceProcess;

/** A running service of a stack: its name, its address for clients, and its process. */
public record RunningService(String name, String address, ServiceProcess process) {
  public long pid() {
    return process.pid();
  }
}
