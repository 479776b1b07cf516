package io.reprise.launcher.stack;

import io.reprise.launcher.process.ServiceProcess;

/** One running part of a stack. */
public record Service(String name, String address, ServiceProcess process) {
  public long pid() {
    return process.pid();
  }
}
