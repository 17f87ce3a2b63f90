print("asks")
input("name? ")
