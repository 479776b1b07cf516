package io.reprise.local.stack;

import io.reprise.local.process.ServiceProcess;

/** One running part of a stack. */
public record RunningService(String name, String address, ServiceProcess process) {
  public long pid() {
    return process.pid();
  }
}
