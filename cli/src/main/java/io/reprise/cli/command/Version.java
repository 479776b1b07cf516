package io.reprise.cli.command;

import picocli.CommandLine.IVersionProvider;

/** The text that {@code --version} prints. */
public final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"reprise " + (version == null ? "0.1.0-SNAPSHOT" : version)};
  }
}
