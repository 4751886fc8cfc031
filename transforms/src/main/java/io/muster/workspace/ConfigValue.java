package io.muster.workspace;

import java.io.Serializable;

/**
 * A value of the workspace that may live outside it. Credentials are always references; their
 * values are read where they are used and never travel with the job.
 */
public sealed interface ConfigValue extends Serializable {

  /** Written in the workspace as it is; never a credential. */
  record Literal(String value) implements ConfigValue {
    @Override
    public String toString() {
      return value;
    }
  }

  /** {@code ${env:NAME}}: an environment variable of the process that calls the vendor. */
  record FromEnvironment(String name) implements ConfigValue {
    @Override
    public String toString() {
      return "${env:" + name + "}";
    }
  }

  /** {@code ${file:PATH}}: a file's text, without its trailing newline. */
  record FromFile(String path) implements ConfigValue {
    @Override
    public String toString() {
      return "${file:" + path + "}";
    }
  }
}
