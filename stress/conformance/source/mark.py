# coding: utf-8
print("märk")
