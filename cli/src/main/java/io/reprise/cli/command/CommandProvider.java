package io.reprise.cli.command;

import java.util.List;

/**
 * Adds top-level commands to {@code reprise}. A module that brings commands names its provider in
 * {@code META-INF/services}; the root command finds every provider on the class path through {@link
 * java.util.ServiceLoader}. A module that is not on the class path adds nothing, and its commands
 * are unknown.
 */
public interface CommandProvider {
  /** Returns the commands in the order in which {@code --help} lists them within their section. */
  List<ProvidedCommand> commands();
}
