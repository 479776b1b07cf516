package io.reprise.local.stack;

import io.reprise.local.process.ServiceProcess;

/** One running service of a stack. */
public record RunningService(String name, String address, ServiceProcess process) {
  public long pid() {
    return process.pid();
  }
}
