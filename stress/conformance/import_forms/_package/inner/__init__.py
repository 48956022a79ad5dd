# inner: a package in a package.
